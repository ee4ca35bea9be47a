/// The six text files of the original system, in the order in which they are written.
public enum OriginalPart: String, CaseIterable, Sendable {
  /// The four parameters.
  case parameters = "para.txt"
  /// Accounts and what their passwords are checked against.
  case accounts = "user_pass.txt"
  /// Messages that were not delivered yet.
  case messages = "message_rep.txt"
  /// Files that wait.
  case files = "file_rep.txt"
  /// Blocks between people: who takes nothing from whom.
  case blocks = "block_rep.txt"
  /// Blocks after wrong passwords.
  case logInBlocks = "list_block.txt"

  /// The file's name.
  public var fileName: String {
    rawValue
  }
}
