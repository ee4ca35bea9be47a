/// Why a typed line is no command. Of a person's line it never leaves the machine.
public enum VerbError: Error, Equatable, Sendable {
  /// Nothing but blanks was typed.
  case empty
  /// There is no such verb; the nearest one is named.
  case unknown(String, nearest: String)
  /// The verb needs more arguments.
  case missingArgument(String)
  /// The verb takes fewer arguments.
  case extraArgument(String)
  /// What the operator's verb says against them.
  case said(AdminError)

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
    case .said(let error):
      error.sentence
    }
  }
}
