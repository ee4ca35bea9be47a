/// One change of the room's durable state: what the log holds, what `Room.apply` applies and what the store keeps.
///
/// The rare cases of many parts are `indirect`, so that a message, which passes through many hands, is not as large as they.
public enum Entry: Equatable, Sendable {
  /// A message; see `ChatMessage` for the parts that the log itself adds.
  case message(kind: MessageKind, sender: AccountID, to: Destination, body: String)
  /// A new account; its id becomes that of the entry. Who blocked one that is gone and had the name blocks this one from
  /// here on.
  /// `invitations` have one use less then: the one that it was made with, and those that were for its name alone.
  indirect case registered(name: AccountName, verifier: PasswordVerifier, invitations: [EntryID] = [])
  /// The account is gone, and its mailbox, files and blocks with it.
  case deregistered(AccountID)
  /// From here on `blocker` takes nothing from `blocked`.
  case blocked(blocker: AccountID, blocked: AccountID)
  /// And from here on again.
  case unblocked(blocker: AccountID, blocked: AccountID)
  /// A name is blocked on an address after three wrong passwords; an earlier such block is replaced.
  case logInBlocked(AccountID, address: String)
  /// The operator ended such blocks of an account: on one address, or on all.
  case logInUnblocked(AccountID, address: String?)
  /// The account has a new password.
  indirect case passwordChanged(AccountID, PasswordVerifier)
  /// A complete file waits, in place of one of the same name from the same sender; a message of kind `fileTransfer` with
  /// the same id as the entry tells its receiver. The `FileID` was taken from the log's ids when the upload began.
  indirect case fileStored(
    FileID, sender: AccountID, recipient: AccountID, name: FileName, size: Int64, digest: [UInt8])
  /// A waiting file is fetched or declined; `notice`, when there is one, is the body of the system's message (same id as
  /// the entry, kind `broadcast`, sender the system) by which the file's sender, if still there, is told
  /// that it was declined.
  indirect case fileRemoved(FileID, sender: AccountID, recipient: AccountID, notice: String?)
  /// An invitation, whose id becomes that of the entry.
  indirect case invited(TokenDigest, name: AccountName?, uses: Int, until: WallTime)
  /// The operator ended it.
  case invitationEnded(EntryID)
  /// A ban, whose id becomes that of the entry, in place of an earlier one of the same subject.
  indirect case banned(Ban.Subject, until: WallTime?, reason: String?)
  /// The operator ended it.
  case unbanned(EntryID)
}
