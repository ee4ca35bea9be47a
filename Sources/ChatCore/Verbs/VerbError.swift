/// Why a typed line is no command. Of a person's line it never leaves the machine.
public enum VerbError: Error, Hashable, Sendable {
  /// Nothing but blanks was typed.
  case empty
  /// There is no such verb; the nearest one is named.
  case unknown(String, nearest: String)
  /// The verb needs more arguments.
  case missingArgument(String)
  /// The verb takes fewer arguments.
  case extraArgument(String)

  /// What the person reads, the next step included.
  public var sentence: String {
    switch self {
    case .empty:
      "Error! You have typed nothing. Please type a command, or \"help\" to see all of them!"
    case .unknown(let word, let nearest):
      "Error! There is no command \"\(word)\". The nearest one is \"\(nearest)\"; type \"help\" to see all of them!"
    case .missingArgument(let word):
      "Error! Something is missing after \"\(word)\". Please type it like this: \(ChatVerbs.table.usage(of: word))"
    case .extraArgument(let word):
      "Error! There is too much after \"\(word)\". Please type it like this: \(ChatVerbs.table.usage(of: word))"
    }
  }
}

/// What the verbs of a table fail with: it has a case for every line that is no command.
public protocol VerbFailure: Error {
  /// The failure of a line that is no command.
  init(_ error: VerbError)
}

extension VerbError: VerbFailure {
  /// The error itself.
  public init(_ error: VerbError) {
    self = error
  }
}
