import ChatCore
import ChatTerminal

extension Completion {
  /// What Tab offers at the end of a half-typed command, by the table of verbs.
  ///
  /// - Parameters:
  ///   - acquaintances: whom and what may be meant.
  ///   - ownFiles: the person's own files whose paths begin like this.
  ///   - transfers: the numbers of those that run.
  init(
    for text: String, acquaintances: Acquaintances, ownFiles: (String) -> [Candidate], transfers: [String] = []
  ) {
    let completion = ChatVerbs.table.completion(of: text)
    let candidates: [Candidate]
    switch completion.wanted {
    case nil: candidates = completion.words.map { Candidate($0) }
    case .person: candidates = acquaintances.people.map { Candidate($0) }
    case .blockedPerson: candidates = acquaintances.blocked.map { Candidate($0) }
    case .waitingSender: candidates = acquaintances.senders.map { Candidate($0) }
    case .transfer: candidates = transfers.map { Candidate($0) }
    case .ownFile: candidates = ownFiles(completion.typed)
    case .waitingFile: candidates = acquaintances.files(from: completion.before.last ?? "").map { Candidate($0) }
    case .text, .newPerson, .number, .entry, .key, .verb, .onlinePerson, .lockedOutPerson, .lockedOutAddress, .banned:
      candidates = []
    }
    // Readline puts something in place of the last word alone, also where blanks belong to what is completed.
    let fixed = completion.typed.lastIndex(where: \.isBlank).map { completion.typed[...$0] } ?? ""
    self.init(
      candidates.filter { $0.text.hasPrefix(fixed) }.map {
        Candidate(String($0.text.dropFirst(fixed.count)), label: $0.label)
      }, endsWord: !completion.isRest)
  }
}
