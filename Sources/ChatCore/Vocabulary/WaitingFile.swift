/// A file that the server keeps for its receiver.
public struct WaitingFile: Hashable, Sendable {
  /// Names the bytes in the depot; taken from the log's ids when the upload began.
  public let id: FileID
  /// Who sent it.
  public let sender: AccountID
  /// Whom it waits for.
  public let recipient: AccountID
  /// As the sender named it: data, never a path.
  public let name: FileName
  /// In bytes.
  public let size: Int64
  /// SHA-256 of the bytes, 32 bytes.
  public let digest: [UInt8]
  /// When it was complete.
  public let time: WallTime

  /// A waiting file of these parts.
  public init(
    id: FileID, sender: AccountID, recipient: AccountID, name: FileName, size: Int64, digest: [UInt8], time: WallTime
  ) {
    self.id = id
    self.sender = sender
    self.recipient = recipient
    self.name = name
    self.size = size
    self.digest = digest
    self.time = time
  }
}
