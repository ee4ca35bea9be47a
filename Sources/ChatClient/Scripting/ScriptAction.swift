import ChatCore
import ChatWire

/// What a scripted conversation wants done, in the order given.
enum ScriptAction: Hashable, Sendable {
  /// Look for the server again.
  case open
  /// Send this frame.
  case send(ClientFrame)
  /// Read some more of standard input.
  case read
  /// Write this line to standard output. The message of this id, if any, is shown by that.
  case write(String, showing: EntryID?)
  /// Tell this sentence on standard error.
  case notice(String)
  /// End the program with this code.
  case exit(ExitCode)
}
