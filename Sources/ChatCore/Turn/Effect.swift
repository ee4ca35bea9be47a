/// What shall happen in the world because of something that happened in the room. Effects are carried out in order.
public enum Effect: Sendable {
  // Answers.

  /// Answer request `number` of this session at once.
  case reply(SessionID, number: UInt64, Reply)

  // Deliveries.

  /// To one session at once, whether or not it reads live.
  case event(SessionID, Event)
  /// To every session that reads live: not to one that is about to be closed, nor to one that goes live after this.
  case eventToAll(Event)
  /// A message of the log.
  case deliver(DeliveredMessage, to: Audience)
  /// From here on this session gets what is delivered to `Audience.everyone` and `Audience.live`.
  case goLive(SessionID)
  /// Call `Room.drained` when what is queued for this session has gone out.
  case awaitDrain(SessionID)
  /// Read a page of the stored log and call `Room.pageRead`.
  case readPage(SessionID, AccountID, after: EntryID, through: EntryID)
  /// Read a stretch of the past and call `Room.pastRead`.
  case readPast(SessionID, PastQuery)

  // Passwords.

  /// Check `password` and call `Room.passwordChecked`.
  case checkPassword(SessionID, password: String, against: PasswordVerifier)
  /// Have the command say whether `password` is the one of `name`, and call `Room.passwordChecked` or
  /// `Room.passwordNotChecked`.
  case askCommand(SessionID, PasswordCommand, name: String, password: String)
  /// Hash `password` and call `Room.passwordHashed`.
  case hashPassword(SessionID, password: String)
  /// Check `old`, hash `new` if it is right, and call `Room.passwordReplaced`.
  case replacePassword(SessionID, old: String, new: String, against: PasswordVerifier)
  /// Hash `password` anew for somebody from `place`, when there is time for it, and call `Room.passwordRehashed`.
  /// It may be left out when too much waits.
  case rehashPassword(AccountID, password: String, place: String, replacing: PasswordVerifier)

  // Connections and transfers.

  /// This session is logged in: frames may be longer, chunks may come.
  case admit(SessionID)
  /// Close the connection when what is queued has gone out.
  case close(SessionID)
  /// Read nothing more of this session for so long.
  case slowDown(SessionID, nanoseconds: Int64)
  /// Take the bytes of a file of `size` bytes into the depot.
  case beginUpload(SessionID, TransferID, FileID, size: Int64)
  /// Keep what has come of an upload, though its connection is gone.
  case parkUpload(SessionID, TransferID, FileID)
  /// Go on with a parked upload on this connection, and call `Room.uploadResumed`.
  case resumeUpload(SessionID, TransferID, FileID)
  /// Send the bytes of a waiting file, from this place on.
  case beginDownload(SessionID, TransferID, FileID, size: Int64, offset: Int64)
  /// Stop a running transfer and forget what came of it.
  case cancelTransfer(SessionID, TransferID)
  /// Delete these bytes from the depot, those of a parked upload too.
  case discardBytes(FileID)

  // The server.

  /// Greet a connection that was opened, and close it again where there is a refusal.
  case greet(SessionID, Refusal?)
  /// What `ticket` stands for is on disk, or nothing of it has happened.
  case settled(Ticket, isStored: Bool)
  /// Everybody has been told that the server stops.
  case stopped

  /// For the server log and its console.
  case log(ServerEvent)
}

/// Who gets a message.
public enum Audience: Equatable, Sendable {
  /// Every session that reads live, but for these.
  case everyone(except: [SessionID])
  /// This session, if it reads live; else it finds the message in the log.
  case live(SessionID)
  /// This session, which is catching up.
  case reader(SessionID)
}

/// A name for everything that was decided on before it was given out: `Effect.settled` tells what became of that.
public struct Ticket: Hashable, Sendable {
  let number: UInt64
}
