/// What the last word of a half-typed command of the operator may become, by the table: the console's Tab and the
/// shell's completion both ask here.
///
/// Names of people are not known here. `names` says whose are wanted; whoever speaks with the server gives them to
/// `candidates(with:)`.
public struct AdminCompletion: Hashable, Sendable {
  /// What the server has to be asked for.
  public enum Names: Hashable, Sendable {
    /// Who is online.
    case onlineUsers
    /// Everybody with an account.
    case users
    /// Who is blocked after wrong passwords.
    case blockedUsers
    /// Whom a ban keeps out, and which addresses.
    case banned
    /// The addresses on which somebody is blocked.
    case blockedAddresses(of: String)
  }

  /// What has been typed of the last word; empty after a blank.
  public let typed: String
  /// The names that fit; nil when none do.
  public private(set) var names: Names?
  /// The words of the table that may stand here, whether they begin like `typed` or not.
  private var words: [String] = []

  /// The completion of the last word of `line`.
  public init(of line: String) {
    var before = line.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\t" }.map(String.init)
    typed = before.popLast() ?? ""
    before.removeAll { $0.isEmpty }
    guard let first = before.first else {
      words = Self.firstWords(isMarked: typed.hasPrefix("/"))
      return
    }
    words = Self.originalWords(after: before)
    if let word = AdminWord(typed: first) {
      offerArgument(of: AdminTable.row(of: word), after: Array(before.dropFirst()))
    }
  }

  /// What the last word may become, given the names that `names` asks for: without regard to case, in the table's order.
  public func candidates(with values: [String] = []) -> [String] {
    let typed = typed.lowercased()
    return (words + values).filter { $0.lowercased().hasPrefix(typed) }
  }

  private mutating func offerArgument(of row: AdminTable.Row, after arguments: [String]) {
    var places: [String] = []
    var options = row.options
    var awaited: AdminTable.Option?
    // Behind a `--` there are no options.
    let end = arguments.firstIndex(of: "--")
    for argument in arguments[..<(end ?? arguments.endIndex)] {
      if let option = awaited, option.value != nil {
        awaited = nil
      } else if let index = options.firstIndex(where: { $0.name == argument }) {
        awaited = options.remove(at: index)
      } else {
        awaited = nil
        places.append(argument)
      }
    }
    if let end {
      places += arguments[(end + 1)...]
      options = []
      awaited = nil
    }
    // What a time is like can't be completed.
    if let awaited, awaited.value != nil { return }
    let isComplete = places.count >= row.completions.count
    if typed.hasPrefix("-") || (typed.isEmpty && isComplete), isComplete || !places.isEmpty {
      words += options.map(\.name)
    }
    if !isComplete {
      offer(row.completions[places.count], after: places)
    }
  }

  private mutating func offer(_ completion: AdminTable.Completion, after places: [String]) {
    switch completion {
    case .key: words += AdminKey.all.map(\.name)
    case .command: words += AdminWord.allCases.map(\.rawValue)
    case .onlineUser: names = .onlineUsers
    case .user: names = .users
    case .blockedUser: names = .blockedUsers
    case .banned: names = .banned
    case .blockedAddress: names = places.last.map { .blockedAddresses(of: $0) }
    case .none: break
    }
  }

  /// The commands, and what the original's begin with. A slash may stand before ours.
  private static func firstWords(isMarked: Bool) -> [String] {
    let ours = AdminWord.allCases.map(\.rawValue)
    if isMarked {
      return ours.map { "/" + $0 }
    }
    return originalWords(after: []).reduce(into: ours) { words, word in
      if !words.contains(word) { words.append(word) }
    }
  }

  /// The next words of those commands of the original that begin with the words `before`.
  private static func originalWords(after before: [String]) -> [String] {
    let before = before.map { $0.lowercased() }
    return AdminTable.rows.flatMap(\.original).compactMap { phrase in
      let words = phrase.split(separator: " ").map(String.init)
      guard words.count > before.count, words.prefix(before.count).map({ $0.lowercased() }) == before else {
        return nil
      }
      return words[before.count]
    }
  }
}
