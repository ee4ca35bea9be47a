/// Why a typed line is no command. It never leaves the person's machine.
public enum CommandError: Error, Hashable, Sendable {
  /// Nothing but blanks was typed.
  case empty
  /// There is no such command; the nearest one is named.
  case unknown(String, nearest: CommandWord)
  /// The command needs more arguments.
  case missingArgument(CommandWord)
  /// The command takes fewer arguments.
  case extraArgument(CommandWord)

  /// What the person reads, the next step included.
  public var sentence: String {
    switch self {
    case .empty:
      "Error! You have typed nothing. Please type a command, or \"help\" to see all of them!"
    case .unknown(let word, let nearest):
      "Error! There is no command \"\(word)\". The nearest one is \"\(nearest.rawValue)\"; "
        + "type \"help\" to see all of them!"
    case .missingArgument(let word):
      "Error! Something is missing after \"\(word.rawValue)\". Please type it like this: "
        + CommandTable.row(of: word).usage
    case .extraArgument(let word):
      "Error! There is too much after \"\(word.rawValue)\". Please type it like this: "
        + CommandTable.row(of: word).usage
    }
  }
}
