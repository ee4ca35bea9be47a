/// The answer to one request.
public enum Reply: Equatable, Sendable {
  /// No, and why.
  case refused(Refusal)

  // At the log-in prompt.

  /// The name is there; the password comes next.
  case nameKnown
  /// The name may be registered.
  case nameFree
  /// Logged in, under the name as it was registered. Missed messages follow, then `Event.caughtUp`.
  case welcome(name: String)
  /// The account exists; it is on disk.
  case registered(name: String)
  /// The password is right; `Request.deregister` would end the account of this name.
  case departureVerified(name: String)
  /// The account is gone, on disk too.
  case deregistered(name: String)

  // Once logged in.

  /// The others online, in alphabetical order.
  case others([String])
  /// The others of the last hour, in alphabetical order.
  case lastHour([String])
  /// The message is on disk.
  case stored(EntryID)
  /// The message is on disk, and its receiver is not online.
  case storedForLater(EntryID, name: String)
  /// The block is on disk.
  case blocked(name: String)
  /// Its end is on disk.
  case unblocked(name: String)
  /// The new password is on disk.
  case passwordChanged
  /// Its hash is on disk: `Request.resume` takes it, after a restart of the server too.
  case token([UInt8])
  /// Whom one blocks, in alphabetical order.
  case blockedPeople([String])
  /// When the person of this name, as it was registered, was online last.
  case lastSeen(name: String, LastSeen)
  /// The person of this name has been shown one's private messages up to this entry.
  case deliveredTo(name: String, through: EntryID)
  /// What was asked for, the oldest first.
  case past([PastMessage])
  /// Send the file under this number, within the credit. When it has come whole, or could not be kept, the same request
  /// is answered again, by `fileStored` or `refused`.
  case uploadAccepted(TransferID, credit: Int64)
  /// Go on sending the file under this number from this place on, within the credit. It has a second answer as
  /// `uploadAccepted` has one.
  case uploadResumed(TransferID, offset: Int64, credit: Int64)
  /// The file is complete and on disk.
  case fileStored(name: String)
  /// What waits, in the order of arrival.
  case waitingFiles([FileListing])
  /// The file comes under this number.
  case downloadAccepted(TransferID, FileID, name: String, size: Int64, digest: [UInt8])
  /// The server has deleted its copy.
  case fileHandedOver
  /// The file is deleted.
  case fileDeclined(from: String, name: String)
  /// The transfer has stopped.
  case transferCancelled

  // Always.

  /// The others have been told; the connection closes.
  case goodbye(Farewell)
  /// A request sent again had been carried out before.
  case doneBefore

  /// Where in the log a message is stored; nil of an answer that does not say it.
  public var storedAs: EntryID? {
    if case .stored(let id) = self { return id }
    if case .storedForLater(let id, _) = self { return id }
    return nil
  }

  /// Whether the request is answered with this. An accepted upload is answered a second time, when it has ended.
  public var isLast: Bool {
    if case .uploadAccepted = self { return false }
    if case .uploadResumed = self { return false }
    return true
  }
}

/// A line of the answer to `fileget` alone.
public struct FileListing: Hashable, Sendable {
  /// Who sent it.
  public let sender: String
  /// The file's name.
  public let name: String
  /// In bytes.
  public let size: Int64

  /// A line of these parts.
  public init(sender: String, name: String, size: Int64) {
    self.sender = sender
    self.name = name
    self.size = size
  }
}
