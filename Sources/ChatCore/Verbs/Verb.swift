/// A row of a table of verbs: everything that parser, completion, help, manual and JSON know of one command.
public struct Verb<Command: Sendable>: Sendable {
  /// Where a verb is taken.
  public enum Doors: Sendable {
    /// Where lines are typed.
    case typed
    /// Where programs write JSON.
    case json
    /// In both places.
    case both
  }

  /// The first word; the name of the request in JSON too.
  public let word: String
  /// What follows it, in order.
  public let arguments: [VerbArgument]
  /// Its options, which may stand anywhere after the first argument.
  public let options: [VerbOption]
  /// What it does, in one line of a list.
  public let help: String
  /// What more there is to know, its options above all; empty for nothing.
  public let detail: String
  /// A line that would be typed; nil where the word alone is one.
  public let example: String?
  /// Other words for the same, a whole line in any case of letters, and what they mean to the letter.
  public let aliases: [(phrase: String, command: Command)]
  /// Where it is taken.
  public let doors: Doors
  /// Makes the command of what was given.
  let make: @Sendable (VerbCall) throws(VerbError) -> Command

  /// A row of these parts.
  init(
    _ word: String, _ arguments: [VerbArgument] = [], options: [VerbOption] = [], doors: Doors = .typed, help: String,
    detail: String = "", example: String? = nil, aliases: [(phrase: String, command: Command)] = [],
    make: @escaping @Sendable (VerbCall) throws(VerbError) -> Command
  ) {
    self.word = word
    self.arguments = arguments
    self.options = options
    self.doors = doors
    self.help = help
    self.detail = detail
    self.example = example
    self.aliases = aliases
    self.make = make
  }

  /// The arguments that are typed.
  public var typedArguments: [VerbArgument] {
    arguments.filter { $0.placeholder != nil }
  }

  /// The command with its arguments, in brackets where they may be left out: `fileget [USER FILE]`, `history [USER] [N]`.
  var shortUsage: String {
    var text = word
    var isOpen = false
    for argument in typedArguments {
      text += (argument.need == .optional ? (isOpen ? "] [" : " [") : " ") + (argument.placeholder ?? "")
      isOpen = isOpen || argument.need == .optional
    }
    return text + (isOpen ? "]" : "")
  }

  /// The command with its arguments and options: `deluser USER [--yes]`.
  public var usage: String {
    shortUsage + options.map { " [\($0.usage)]" }.joined()
  }

  /// All there is to say about it.
  public var explanation: String {
    let also = aliases.isEmpty ? "" : "Also: \(aliases.map(\.phrase).joined(separator: ", "))."
    return ["It \(help).", detail, also].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The command of arguments that come by name; those that are needed must be there.
  ///
  /// - Throws: what the verb says against them.
  public func command(with arguments: [String: String]) throws(VerbError) -> Command {
    try make(VerbCall(arguments))
  }

  /// Whether all that follows the first arguments is text, taken as it stands.
  public var endsInText: Bool {
    options.isEmpty && arguments.last?.extent == .rest
  }
}

/// One argument of a verb.
public struct VerbArgument: Hashable, Sendable {
  /// What it is, from which follows what Tab offers and what JSON takes.
  public enum Kind: Hashable, Sendable {
    /// Free text.
    case text
    /// Somebody with an account.
    case person
    /// Somebody online.
    case onlinePerson
    /// Somebody without an account yet.
    case newPerson
    /// Somebody whom the person blocks.
    case blockedPerson
    /// Somebody who can't log in after wrong passwords.
    case lockedOutPerson
    /// An address where the one named before it can't.
    case lockedOutAddress
    /// Somebody banned, or an address.
    case banned
    /// A file of one's own.
    case ownFile
    /// Somebody whose file waits.
    case waitingSender
    /// A file that waits from the one named before it.
    case waitingFile
    /// The number of a running transfer.
    case transfer
    /// A whole number.
    case number
    /// A place in the log.
    case entry
    /// One of the four parameters, or a setting.
    case key
    /// A verb of the same table.
    case verb
  }

  /// How much of a line it takes.
  public enum Extent: Hashable, Sendable {
    /// One word.
    case word
    /// The rest of the line, inner blanks kept; it comes last.
    case rest
  }

  /// Whether it may be left out.
  public enum Need: Hashable, Sendable {
    /// It must be there.
    case needed
    /// It may be left out, and all that follow it.
    case optional
    /// It must be there, and the verb itself says what is missing.
    case explained
  }

  /// Its name in JSON, and for who makes the command.
  public let name: String
  /// How usage lines show it, as `USER`; nil where it is not typed.
  public let placeholder: String?
  /// What it is.
  public let kind: Kind
  /// How much it takes.
  public let extent: Extent
  /// Whether it may be left out.
  public let need: Need

  /// One word, shown as `placeholder`; nil for one that is not typed.
  static func word(
    _ placeholder: String?, _ kind: Kind, _ need: Need = .needed, name: String? = nil
  ) -> VerbArgument {
    VerbArgument(name: name ?? placeholder ?? "", placeholder: placeholder, kind: kind, extent: .word, need: need)
  }

  /// The rest of the line.
  static func rest(_ placeholder: String, _ kind: Kind, _ need: Need = .needed, name: String? = nil) -> VerbArgument {
    VerbArgument(name: name ?? placeholder, placeholder: placeholder, kind: kind, extent: .rest, need: need)
  }

  /// Whether JSON has a number for it, not a string.
  public var isNumber: Bool {
    kind == .number || kind == .entry
  }
}

/// An option of a verb; in a table it is written as usage lines show it.
public struct VerbOption: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The option and what follows it: `--for TIME`.
  let usage: String
  /// With its dashes.
  public let name: String
  /// What follows it, as usage lines show it; nil when nothing does.
  public let value: String?

  /// The option that is shown as `usage`.
  public init(stringLiteral usage: String) {
    let words = usage.split(separator: " ").map(String.init)
    self.usage = usage
    name = words[0]
    value = words.dropFirst().first
  }

  /// Whether the next word is its value; one in brackets is an argument that may stand behind it.
  var takesValue: Bool {
    value.map { !$0.hasPrefix("[") } ?? false
  }
}
