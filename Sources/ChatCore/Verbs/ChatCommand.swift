/// What a person, or a program that writes JSON, wants; the arguments are checked for presence and nothing else.
public enum ChatCommand: Equatable, Sendable {
  /// Ask this of the server.
  case ask(Request)
  /// Plain lines are broadcasts from now on, or no more.
  case chat
  /// Show what is older than the messages that were shown last.
  case more
  /// Send the file at `path` to this person.
  case send(path: String, to: String)
  /// Receive this file.
  case fetch(name: String, from: String)
  /// Which transfers run?
  case transfers
  /// Stop the transfer of this number.
  case cancel(String)
  /// Change one's own password; what it takes is asked for.
  case password
  /// Go.
  case leave(Farewell)
  /// Show these lines about the commands.
  case help([String])
}
