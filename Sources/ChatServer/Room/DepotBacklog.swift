import ChatCore
import ChatSystem
import ChatWire

/// The frames of one connection that wait for the depot, whose disk may be slow. Its shard adds, the depot takes away.
///
/// An honest client has no more of a transfer on its way than it was given credit for. Nobody but the depot knows which
/// transfers there are, and a client may send chunks of any: past the limit it is not read until the depot has caught up.
/// From any queue.
final class DepotBacklog: Sendable {
  /// The decision about a frame.
  enum Verdict: Sendable {
    case room
    /// It may go to the depot, and nothing may follow it until ``remove(_:)`` says so.
    case full
    /// More of its transfer has come than the client was ever given credit for.
    case overdrawn
  }

  /// The credit of all transfers that a connection may have at once, in bytes.
  static let limit = Upload.perSession * Int(Upload.window)
  /// The bytes that a frame counts beside its own.
  static let overhead = 256

  private struct State {
    var bytes = 0
    /// Bytes of the file by transfer.
    var chunks: [TransferID: Int] = [:]
    /// True while its shard waits to be told that there is room again.
    var isFull = false
  }

  private let state = Locked(State())

  /// Notes a frame that is about to go to the depot.
  func add(_ frame: TransferFrame) -> Verdict {
    let count = frame.byteCount
    return state.withLock { state in
      if count > 0 {
        let waiting = state.chunks[frame.transfer, default: 0] + count
        guard waiting <= Upload.window else { return .overdrawn }
        state.chunks[frame.transfer] = waiting
      }
      state.bytes += count + Self.overhead
      state.isFull = state.isFull || state.bytes > Self.limit
      return state.isFull ? .full : .room
    }
  }

  /// The depot takes a frame up. True when there is room again and was none.
  func remove(_ frame: TransferFrame) -> Bool {
    let count = frame.byteCount
    return state.withLock { state in
      if count > 0, let waiting = state.chunks[frame.transfer] {
        state.chunks[frame.transfer] = waiting > count ? waiting - count : nil
      }
      state.bytes -= count + Self.overhead
      guard state.isFull, state.bytes <= Self.limit / 2 else { return false }
      state.isFull = false
      return true
    }
  }
}

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
