import ChatCore

extension MemoryStore {
  /// Reads as `ChatStorage.past` does, as plainly as that can be done: every message is looked at. Words are runs of
  /// letters and digits here, without regard to case.
  public func past(_ query: PastQuery) -> PastOutcome {
    var words: [Substring] = []
    if let text = query.text {
      words = Self.words(of: text)
      guard !words.isEmpty else { return .noWord }
    }
    let found = messages.reversed().lazy.filter { message in
      query.concerns(message) && Self.matches(message.body, words)
    }.prefix(query.limit)
    let page = Array(found)
    return .page(PastPage(messages: page, reached: page.count < query.limit ? nil : page.last?.id))
  }

  private static func matches(_ body: String, _ words: [Substring]) -> Bool {
    guard let last = words.last else { return true }
    let all = self.words(of: body)
    return words.dropLast().allSatisfy(all.contains)
      && all.contains { $0 == last || last.utf8.count >= 3 && $0.hasPrefix(last) }
  }

  private static func words(of text: String) -> [Substring] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }
  }
}
