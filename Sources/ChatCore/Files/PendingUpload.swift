/// An upload that was accepted and is not over.
public struct PendingUpload: Hashable, Sendable {
  /// Where its bytes come from.
  public enum Place: Hashable, Sendable {
    /// Over this connection, under this number; `request` is answered when it is over.
    case running(SessionID, TransferID, request: UInt64)
    /// From nowhere: the connection was lost, and what has come is kept until then at the latest.
    case parked(until: Uptime)
  }

  /// The number that the file has, and its bytes.
  public let file: FileID
  /// Whose file it is.
  public let sender: AccountID
  /// The request that offered it, which names the upload for as long as it takes, over all connections.
  public let offer: ClientRequestID
  /// Who gets it.
  public let recipient: AccountID
  /// What the sender calls it.
  public let name: FileName
  /// In bytes, as announced.
  public let size: Int64
  /// Where its bytes come from.
  public internal(set) var place: Place

  /// Who waits for the answer; nil while the connection is lost.
  var waiting: Caller? {
    if case .running(let session, _, let number) = place { Caller(session: session, number: number) } else { nil }
  }
}
