import ChatCore
import ChatWire

/// A frame that a client sends of a transfer that was accepted.
enum TransferFrame: Sendable {
  case chunk(TransferID, [UInt8])
  case endOfFile(TransferID, digest: [UInt8])
  case credit(TransferID, bytes: Int64)

  /// The part of `frame` that concerns a transfer; nil when there is none.
  init?(_ frame: ClientFrame) {
    switch frame {
    case .chunk(let transfer, let bytes): self = .chunk(transfer, bytes)
    case .endOfFile(let transfer, let digest): self = .endOfFile(transfer, digest: digest)
    case .credit(let transfer, let bytes): self = .credit(transfer, bytes: bytes)
    case .hello, .request, .ping, .typing: return nil
    }
  }

  /// The transfer that it is of.
  var transfer: TransferID {
    switch self {
    case .chunk(let transfer, _), .endOfFile(let transfer, _), .credit(let transfer, _): transfer
    }
  }

  /// The bytes of a file in it.
  var byteCount: Int {
    if case .chunk(_, let bytes) = self { bytes.count } else { 0 }
  }
}
