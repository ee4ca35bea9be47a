/// Everything that a client may ask of the room.
///
/// The rare cases of many parts are `indirect`, so that a message is not as large as they.
public enum Request: Equatable, Sendable {
  // At the log-in prompt.

  /// Is there such a name to log in with?
  case checkName(String)
  /// Log in.
  case logIn(name: String, password: String)
  /// May this name be registered, with the invitation of this code where it takes one?
  case checkNewName(String, code: String? = nil)
  /// Register a new account.
  indirect case register(name: String, password: String, code: String? = nil)
  /// May this account be de-registered, as far as can be told without its password?
  case checkDeparture(name: String)
  /// Check the password of an account that is to be de-registered.
  case verifyDeparture(name: String, password: String)
  /// De-register the account that was verified last on this connection.
  case deregister
  /// Log in as the person to whom this token was given last, or before last while the last one was not used.
  case resume(token: [UInt8])

  // Once logged in.

  /// Who else is online?
  case whoelse
  /// Who was online within LAST_HOUR?
  case wholasthr
  /// A message to everybody.
  case broadcast(body: String)
  /// A message to one person.
  case message(to: String, body: String)
  /// Take nothing from this person from now on.
  case block(String)
  /// Take messages from this person again.
  case unblock(String)
  /// Give my account a new password, if the old one is right.
  case changePassword(old: String, new: String)
  /// Give me a token to come back with when the connection is lost.
  case wantToken
  /// Whom do I block?
  case listBlocked
  /// When was this person online last?
  case lastSeen(String)
  /// How far has this person been shown my private messages?
  case deliveredTo(String)
  /// Which messages of the past that I may see are these?
  indirect case lookBack(LogQuery)
  /// May I send this file?
  indirect case offerFile(to: String, name: String, size: Int64)
  /// Which files wait for me?
  case listFiles
  /// Send me this file.
  case getFile(from: String, name: String)
  /// The file has arrived whole and its digest is right: the server may delete it.
  case fileReceived(FileID)
  /// Delete this file that waits for me.
  case declineFile(from: String, name: String)
  /// Go on with the upload that request `offer` of my run began, before the connection was lost.
  case resumeUpload(offer: UInt64)
  /// Send me the bytes of this file that waits for me, from this place on.
  case resumeDownload(FileID, offset: Int64)
  /// Stop this running transfer.
  case cancelTransfer(TransferID)
  /// Everything up to this entry has been shown. Has no answer.
  case acknowledge(EntryID)

  // Always.

  /// I am going.
  case leave(Farewell)
}
