/// One argument of a command, as the table describes it.
public struct CommandArgument: Hashable, Sendable {
  /// What Tab offers for an argument.
  public enum Completion: Hashable, Sendable {
    /// The name of a person.
    case person
    /// The name of a person who is blocked.
    case blockedPerson
    /// A file of one's own.
    case ownFile
    /// Somebody whose file waits.
    case waitingSender
    /// A file that waits, from the person named before.
    case waitingFile
    /// The number of a running transfer.
    case transfer
    /// A command of the table.
    case command
    /// Nothing: free text.
    case none
  }

  /// How usage lines show it: `USER`, `TEXT`.
  public let placeholder: String
  /// What Tab offers for it.
  public let completion: Completion
  /// Whether it is the rest of the line, inner blanks kept; else it is one word. Only the last argument can be.
  public let takesRest: Bool

  /// An argument that is one word.
  public static func word(_ placeholder: String, _ completion: Completion) -> CommandArgument {
    CommandArgument(placeholder: placeholder, completion: completion, takesRest: false)
  }

  /// An argument that is the rest of the line.
  public static func rest(_ placeholder: String, _ completion: Completion) -> CommandArgument {
    CommandArgument(placeholder: placeholder, completion: completion, takesRest: true)
  }
}
