/// Something that happens to an engine. Inputs are taken in the order in which they happen.
///
/// The rare cases of many parts are `indirect`, so that a request is not as large as they.
public enum Input: Sendable {
  // Connections.

  /// A connection from `address` said hello in a version that we speak, for `run` of a client program; `peer` is the
  /// address with its port, for whoever runs the server, and `place` the address as limits count it.
  indirect case opened(SessionID, address: String, place: String, peer: String, run: UInt64)
  /// A request.
  case request(SessionID, number: UInt64, Request)
  /// A live session took too little: nothing after this entry was queued for it.
  case lagging(SessionID, after: EntryID)
  /// What was queued for a session that catches up has gone out.
  case drained(SessionID)
  /// The person of a session has pressed a key.
  case typing(SessionID)
  /// A connection is gone.
  case closed(SessionID)

  // Answers to effects.

  /// The page that `Effect.readPage` asked for; nil when it could not be read.
  case pageRead(SessionID, MessagePage?)
  /// What `Effect.readPast` asked for.
  indirect case pastRead(SessionID, PastOutcome)
  /// Whether the password of `Effect.checkPassword` or `.askCommand` is right.
  case passwordChecked(SessionID, isRight: Bool)
  /// The command of `Effect.askCommand` could not tell, for this reason.
  case passwordNotChecked(SessionID, reason: String)
  /// The verifier that `Effect.hashPassword` asked for.
  indirect case passwordHashed(SessionID, PasswordVerifier)
  /// The verifier that `Effect.replacePassword` asked for; nil when the old password is wrong.
  indirect case passwordReplaced(SessionID, PasswordVerifier?)
  /// The verifier that `Effect.rehashPassword` asked for, and the one that it takes the place of.
  indirect case passwordRehashed(AccountID, PasswordVerifier, replacing: PasswordVerifier)
  /// The password of a session could not be looked at: too many wait, or the hash has failed.
  case passwordRefused(SessionID)

  // The depot.

  /// A parked upload goes on, from this byte on.
  case uploadResumed(SessionID, TransferID, FileID, offset: Int64)
  /// All bytes of an upload are on disk, and this is their SHA-256.
  case uploadStored(FileID, digest: [UInt8])
  /// An upload ended without a whole file; the closure makes of the file's name what its sender is told.
  case uploadFailed(FileID, @Sendable (String) -> Refusal)
  /// All bytes of a download went out, or it failed for `reason`.
  case downloadEnded(SessionID, TransferID, reason: String?)

  // The server.

  /// Other parameters, which hold at once.
  indirect case parameters(Parameters)
  /// Other settings, which hold at once.
  indirect case settings(Settings)
  /// `Engine.deadline` has come.
  case time
  /// The server shall stop, and come back at once when it `restarts`: nothing more is decided on, and `Effect.stopped`
  /// follows when everybody has been answered and told.
  case stop(restarts: Bool)
}
