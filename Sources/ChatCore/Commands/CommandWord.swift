/// The commands that a person can type once logged in, in the order that `help` lists them.
public enum CommandWord: String, CaseIterable, Sendable {
  /// Who else is online.
  case whoelse
  /// Who was online within the last hour (LAST_HOUR).
  case wholasthr
  /// A message to everybody.
  case broadcast
  /// A message to one person.
  case message
  /// Take nothing from somebody.
  case block
  /// Take messages from somebody again.
  case unblock
  /// Send a file.
  case file
  /// List waiting files, or receive one.
  case fileget
  /// Delete a waiting file.
  case filedecline
  /// Log out.
  case logout
  /// Leave the program.
  case quit
  /// Change one's own password.
  case password
  /// When somebody was online last.
  case seen
  /// Messages of the past.
  case history
  /// Messages of the past with these words.
  case search
  /// Those before the ones that were shown last.
  case more
  /// Plain lines are broadcasts from now on, or no more.
  case chat
  /// Whom one takes nothing from.
  case blocked
  /// List waiting files.
  case files
  /// List running transfers.
  case transfers
  /// Stop a transfer.
  case cancel
  /// List the commands.
  case help
}
