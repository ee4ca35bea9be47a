import ChatCore
import ChatTerminal

extension Completion {
  /// What Tab offers at the end of a half-typed command, by the command table.
  ///
  /// - Parameters:
  ///   - acquaintances: whom and what may be meant.
  ///   - ownFiles: the person's own files whose paths begin like this.
  ///   - transfers: the numbers of those that run.
  init(
    for text: String, acquaintances: Acquaintances, ownFiles: (String) -> [Candidate], transfers: [String] = []
  ) {
    var rest = text[...].drop(while: \.isBlank)
    let typed = Self.takeWord(from: &rest)
    guard let typed else {
      let slash = text.drop(while: \.isBlank).first == "/" ? "/" : ""
      self = .words(CommandWord.allCases.map { slash + $0.rawValue })
      return
    }
    guard let word = CommandWord(rawValue: String(typed.first == "/" ? typed.dropFirst() : typed)) else {
      self = .nothing
      return
    }
    var before: [Substring] = []
    for argument in CommandTable.row(of: word).arguments {
      if argument.takesRest {
        self.init(rest: String(rest), argument, after: before, acquaintances: acquaintances, ownFiles: ownFiles)
        return
      }
      guard let complete = Self.takeWord(from: &rest) else {
        self.init(word: argument, acquaintances: acquaintances, transfers: transfers)
        return
      }
      before.append(complete)
    }
    self = .nothing
  }

  private init(word argument: CommandArgument, acquaintances: Acquaintances, transfers: [String]) {
    switch argument.completion {
    case .person: self = .words(acquaintances.people)
    case .blockedPerson: self = .words(acquaintances.blocked)
    case .waitingSender: self = .words(acquaintances.senders)
    case .transfer: self = .words(transfers)
    case .command: self = .words(CommandWord.allCases.map(\.rawValue))
    case .ownFile, .waitingFile, .none: self = .nothing
    }
  }

  /// An argument that is the rest of the line may have blanks, while readline puts something in place of its last word
  /// alone.
  private init(
    rest: String, _ argument: CommandArgument, after before: [Substring], acquaintances: Acquaintances,
    ownFiles: (String) -> [Candidate]
  ) {
    let candidates: [Candidate]
    switch argument.completion {
    case .ownFile: candidates = ownFiles(rest)
    case .waitingFile: candidates = acquaintances.files(from: String(before.first ?? "")).map { Candidate($0) }
    case .person, .blockedPerson, .waitingSender, .transfer, .command, .none: candidates = []
    }
    let fixed = rest[..<(rest.lastIndex(where: \.isBlank).map { rest.index(after: $0) } ?? rest.startIndex)]
    self.init(
      candidates.filter { $0.text.hasPrefix(fixed) }.map {
        Candidate(String($0.text.dropFirst(fixed.count)), label: $0.label)
      }, endsWord: false)
  }

  /// The next word, which a blank must follow: without one it is the word to complete.
  private static func takeWord(from rest: inout Substring) -> Substring? {
    guard let end = rest.firstIndex(where: \.isBlank) else { return nil }
    defer { rest = rest[end...].drop(while: \.isBlank) }
    return rest[..<end]
  }
}
