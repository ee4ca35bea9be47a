import ChatCore
import ChatTestSupport
import Testing

@testable import ChatStore

/// The store looks back as the model does that looks at every message, wherever the index has come to, in one part or in
/// many.
@Suite struct SearchOracleTests {
  private static let words = ["alpha", "alps", "beta", "to", "total", "gamma"]

  @Test(arguments: [SearchPart.width, 50])
  func everyQueryHasTheAnswerOfTheModel(partWidth: Int) throws {
    var random = SeededGenerator()
    let box = try SQLiteStoreTestable(partWidth: partWidth)
    var model = MemoryStore()
    var accounts: [Int64] = []
    var id: Int64 = 0
    var looked = 0
    for step in 0..<400 {
      var records: [LogRecord] = []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        id += Int64.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<40, using: &random) {
        case 0, 1:
          records.append(try Sample.registration(id, "user\(id)"))
          accounts.append(id)
        case 2 where accounts.count > 3:
          let gone = accounts.remove(at: Int.random(in: 0..<accounts.count, using: &random))
          records.append(Sample.record(id, .deregistered(Sample.account(gone))))
        default:
          guard let sender = accounts.randomElement(using: &random) else { continue }
          let recipient =
            Bool.random(using: &random) ? accounts.filter { $0 != sender }.randomElement(using: &random) : nil
          let body = (0..<Int.random(in: 1...4, using: &random)).compactMap { _ in
            Self.words.randomElement(using: &random)
          }
          records.append(Sample.message(id, from: sender, to: recipient, body.joined(separator: " ")))
        }
      }
      try box.store.commit(Sample.batch(records))
      model.commit(Sample.batch(records))
      if Int.random(in: 0..<3, using: &random) == 0 {
        _ = try box.store.tidy(limit: Int.random(in: 1...20, using: &random))
      }
      guard let reader = accounts.randomElement(using: &random) else { continue }
      let text = (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in Self.words.randomElement(using: &random)
      }
      let person = Int.random(in: 0..<3, using: &random) == 0 ? accounts.randomElement(using: &random) : nil
      let query = PastQuery(
        reader: Sample.account(reader), text: text.isEmpty ? nil : text.joined(separator: " "),
        person: person.map { Sample.account($0) }, isOwnOnly: Int.random(in: 0..<5, using: &random) == 0,
        before: Sample.entry(Int64.random(in: 1...id + 2, using: &random)), limit: Int.random(in: 1...9, using: &random)
      )
      let expected = try all(query) { model.past($0) }
      let found = try all(query) { try box.store.past($0) }
      looked += found.count
      #expect(found == expected, "step \(step), seed \(random.seed): \(query)")
      guard found == expected else { return }
    }
    #expect(looked > 1_000)
  }

  /// All pages of a query, one after the other.
  private func all(_ query: PastQuery, _ read: (PastQuery) throws -> PastOutcome) throws -> [ChatMessage] {
    var query = query
    var messages: [ChatMessage] = []
    while case .page(let page) = try read(query) {
      messages += page.messages
      guard let reached = page.reached else { return messages }
      query.before = reached
    }
    return messages
  }
}
