/// What the end of a half-typed line may become, as far as a table of verbs knows it: the console's Tab and the shell's
/// completion both ask here.
///
/// People and files are not known here. `wanted` says what kind of them would fit, and whoever knows them offers them.
public struct VerbCompletion: Hashable, Sendable {
  /// What has been typed of it: the last word, or the rest of the line where the argument is that; empty after a blank.
  public fileprivate(set) var typed: String
  /// Whether it may hold blanks.
  public fileprivate(set) var isRest = false
  /// The words of the table that may stand here, whether they begin like `typed` or not.
  public fileprivate(set) var words: [String] = []
  /// What fits that the table does not know; nil when nothing does.
  public fileprivate(set) var wanted: VerbArgument.Kind?
  /// The arguments before it.
  public fileprivate(set) var before: [String] = []

  /// Those of its words and of `others` that begin like what was typed, without regard to case.
  public func candidates(with others: [String] = []) -> [String] {
    let typed = typed.lowercased()
    return (words + others).filter { $0.lowercased().hasPrefix(typed) }
  }
}

extension VerbTable {
  /// The completion of the end of `line`.
  public func completion(of line: String) -> VerbCompletion {
    var rest = line.drop(while: \.isBlank)
    guard let first = rest.takeCompleteWord() else {
      return VerbCompletion(typed: String(rest), words: firstWords(isMarked: rest.first == "/"))
    }
    guard let verb = verb(first) else {
      let words = line.split(omittingEmptySubsequences: false, whereSeparator: \.isBlank)
      return VerbCompletion(typed: words.last.map(String.init) ?? "", words: aliasWords(after: words.dropLast()))
    }
    let arguments = verb.typedArguments
    var options = verb.options
    var completion = VerbCompletion(typed: "", words: aliasWords(after: [first] + rest.words.dropLast()))
    var isPlain = !isOperators
    var awaitsValue = false
    while true {
      if options.isEmpty, arguments.dropFirst(completion.before.count).first?.extent == .rest {
        completion.isRest = true
        break
      }
      guard let word = rest.takeCompleteWord() else { break }
      if awaitsValue {
        awaitsValue = false
      } else if !isPlain, word == "--" {
        isPlain = true
        options = []
      } else if !isPlain, let index = options.firstIndex(where: { $0.name == word }) {
        awaitsValue = options.remove(at: index).value != nil
      } else {
        completion.before.append(String(word))
      }
    }
    completion.typed = String(rest)
    // What a value is like can't be completed.
    guard !awaitsValue else { return completion }
    let next = arguments.dropFirst(completion.before.count).first
    let isEnough = next.map { $0.need == .optional } ?? true
    if rest.isEmpty ? isEnough : rest.first == "-" && (isEnough || !completion.before.isEmpty) {
      completion.words += options.map(\.name)
    }
    switch next?.kind {
    case .key: completion.words += AdminKey.all.map(\.name)
    case .verb: completion.words += words
    case nil, .text, .newPerson, .number, .entry: break
    case .person, .onlinePerson, .blockedPerson, .lockedOutPerson, .lockedOutAddress, .banned, .ownFile, .waitingSender,
      .waitingFile, .transfer:
      completion.wanted = next?.kind
    }
    return completion
  }

  /// The verbs, and what their other words begin with. A slash may stand before a verb.
  private func firstWords(isMarked: Bool) -> [String] {
    if isMarked {
      return words.map { "/" + $0 }
    }
    return aliasWords(after: []).reduce(into: words) { words, word in
      if !words.contains(word) { words.append(word) }
    }
  }

  /// The next words of those other words for verbs that begin with the words `before`.
  private func aliasWords(after before: [Substring]) -> [String] {
    let before = before.filter { !$0.isEmpty }.map { $0.lowercased() }
    return verbs.flatMap(\.aliases).compactMap { alias in
      let words = alias.phrase.split(separator: " ").map(String.init)
      guard words.count > before.count, words.prefix(before.count).map({ $0.lowercased() }) == before else {
        return nil
      }
      return words[before.count]
    }
  }
}

extension Substring {
  /// Takes the first word if a blank follows it, and the blanks; without one it is the word to complete.
  fileprivate mutating func takeCompleteWord() -> Substring? {
    contains(where: \.isBlank) ? takeWord() : nil
  }

  /// All words, the last one empty after a blank.
  fileprivate var words: [Substring] {
    split(omittingEmptySubsequences: false, whereSeparator: \.isBlank)
  }
}
