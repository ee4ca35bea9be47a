import ChatCore

/// The plan of an import, decided before anything is changed: every name resolved, every id given.
///
/// Ids follow each other from above the store's bound: accounts, messages, files, blocks, each in the order of the
/// files' lines. So every imported message is above its owner's cursor (a new account's own id), and every block begins
/// above all of them: what waits when it is imported stays visible.
struct ImportPlan {
  struct NewAccount {
    let id: AccountID
    let name: AccountName
    let secret: AccountRecord.Secret
  }

  struct NewFile {
    let id: FileID
    let sender: AccountID
    let recipient: AccountID
    let name: FileName
    /// The name that the bytes have in the directory of the import.
    let bytesName: String
  }

  /// Accounts of ours that make room for theirs.
  var replaced: [AccountID] = []
  var accounts: [NewAccount] = []
  var formerNames: [(id: AccountID, name: String)] = []
  var messages: [ChatMessage] = []
  var files: [NewFile] = []
  var blocks: [BlockInterval] = []
  var logInBlocks: [LogInBlock] = []
  /// The highest id given.
  var lastID: EntryID
  var warnings: [LineWarning] = []
  /// Taken over, unless nil.
  var parameters: Parameters?

  init(startingAfter id: EntryID) {
    lastID = id
  }
}
