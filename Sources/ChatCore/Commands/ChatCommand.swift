/// A command that a person typed, its arguments checked for presence and nothing else.
public enum ChatCommand: Hashable, Sendable {
  /// Who else is online?
  case whoelse
  /// Who was online within LAST_HOUR?
  case wholasthr
  /// When was this person online last?
  case seen(String)
  /// A message to everybody.
  case broadcast(body: String)
  /// A message to one person.
  case message(to: String, body: String)
  /// Plain lines are broadcasts from now on, or no more.
  case chat
  /// The newest messages, of everybody or of the conversation with one person; nil for as many as are usual.
  case history(person: String?, count: Int?)
  /// The newest messages with these words.
  case search(String)
  /// What is older than the messages that were shown last.
  case more
  /// Take nothing from this person.
  case block(String)
  /// Take messages from this person again.
  case unblock(String)
  /// Whom do I take nothing from?
  case blocked
  /// Send the file at `path` to this person.
  case file(to: String, path: String)
  /// Which files wait?
  case listFiles
  /// Receive this file.
  case fileget(from: String, name: String)
  /// Delete this waiting file.
  case filedecline(from: String, name: String)
  /// Which transfers run?
  case transfers
  /// Stop the transfer of this number.
  case cancel(String)
  /// Change one's own password; what it takes is asked for.
  case password
  /// Log out.
  case logout
  /// Leave.
  case quit
  /// Explain one command, or list all.
  case help(CommandWord?)
}
