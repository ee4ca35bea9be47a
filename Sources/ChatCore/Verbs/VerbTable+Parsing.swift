// How a typed line becomes a command.
//
// The first word is the verb, with or without a `/` before it. Arguments are words; the last one is the rest of the line
// where its row says so, its inner blanks kept. Nothing is quoted.
extension VerbTable {
  /// The command in `line`.
  ///
  /// - Throws: that the line is none, or what its verb says against the arguments.
  public func parse(_ line: String) throws(VerbError) -> Command {
    var rest = line.trimmed()
    if rest.first == "/" {
      rest = rest.dropFirst().trimmed()
    }
    guard !rest.isEmpty else { throw .empty }
    let words = rest.split(whereSeparator: \.isBlank).joined(separator: " ").lowercased()
    if let alias = verbs.lazy.flatMap(\.aliases).first(where: { $0.phrase.lowercased() == words }) {
      return alias.command
    }
    let typed = String(rest.takeWord())
    guard let verb = row(typed) else { throw .unknown(typed, nearest: nearest(to: typed)) }
    return try verb.make(call(of: verb, with: rest))
  }

  private func call(of verb: Verb<Command>, with rest: Substring) throws(VerbError) -> VerbCall {
    var call = VerbCall()
    let rest = isOperators ? try call.takeOptions(of: verb, from: rest) : rest
    try call.takeArguments(verb.typedArguments, of: verb.word, from: rest)
    return call
  }
}

/// What was given to a verb: its arguments by name, and its options.
public struct VerbCall: Sendable {
  /// What ends the options: behind it every word is an argument, whatever it looks like.
  private static let end = "--"

  private var values: [String: String] = [:]
  private var options: [String: (place: Int, value: String?)] = [:]
  /// The words of the arguments, where options are taken.
  private(set) var words: [Substring] = []
  /// Those among them that look like options, and are none of the verb's.
  private(set) var strayOptions: [Substring] = []

  /// A call with these arguments, by name.
  init(_ values: [String: String] = [:]) {
    self.values = values
  }

  /// The argument of that name, which must be there.
  subscript(_ name: String) -> String {
    guard let value = values[name] else { preconditionFailure("no argument \(name)") }
    return value
  }

  /// The argument of that name; nil when it was left out.
  func text(_ name: String) -> String? {
    values[name]
  }

  /// The same as a number; one that no Int holds is a large one.
  func number(_ name: String) -> Int64? {
    values[name].map { Int64($0) ?? .max }
  }

  /// Whether the option was given.
  func has(_ option: String) -> Bool {
    options[option] != nil
  }

  /// How many words stood before the option; nil when it was not given.
  func place(of option: String) -> Int? {
    options[option]?.place
  }

  /// What the option was given; nil when it was not.
  func value(of option: String) -> String? {
    options[option]?.value
  }

  /// Takes the options out of `line`.
  ///
  /// - Returns: the arguments that are left.
  fileprivate mutating func takeOptions<Command>(
    of verb: Verb<Command>, from line: Substring
  ) throws(VerbError) -> Substring {
    if verb.endsInText {
      // In text another `--` stands for itself.
      var rest = line
      return rest.takeWord() == Self.end ? rest : line
    }
    words = line.split(whereSeparator: \.isBlank)
    let end = words.firstIndex { $0 == Self.end } ?? words.endIndex
    let plain = words[end...].dropFirst()
    words.removeSubrange(end...)
    // The last one first: what stands before `--address` alone counts for it.
    for option in verb.options.reversed() {
      guard let place = words.firstIndex(where: { $0 == option.name }) else { continue }
      words.remove(at: place)
      guard option.takesValue else {
        options[option.name] = (place, nil)
        continue
      }
      guard place < words.count else { throw .missingArgument(verb.word) }
      options[option.name] = (place, String(words.remove(at: place)))
    }
    strayOptions = words.filter { $0.hasPrefix("--") }
    words += plain
    return words.joined(separator: " ")[...]
  }

  fileprivate mutating func takeArguments(
    _ arguments: [VerbArgument], of verb: String, from line: Substring
  ) throws(VerbError) {
    var rest = line
    for (index, argument) in arguments.enumerated() {
      guard !rest.isEmpty else {
        guard argument.need == .needed else { return }
        throw .missingArgument(verb)
      }
      var afterWord = rest
      let word = afterWord.takeWord()
      // `history 50` is a number of messages, `history 50 20` the conversation with somebody called 50.
      let isLastNumber =
        afterWord.isEmpty && word.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      if isLastNumber, argument.need == .optional, arguments.dropFirst(index + 1).first?.kind == .number { continue }
      if argument.kind == .number, !isLastNumber { throw .extraArgument(verb) }
      values[argument.name] = String(argument.extent == .rest ? rest : word)
      rest = argument.extent == .rest ? "" : afterWord
    }
    guard rest.isEmpty else { throw .extraArgument(verb) }
  }
}
