import ChatCore
import ChatNet
import ChatSystem
import ChatWire

/// One file's way to the server and back.
final class FileTransfer {
  enum Stage: Equatable {
    case idle, offered
    case uploading(TransferID)
    /// All bytes are sent; the server checks and stores them.
    case uploaded
    case stored, asked
    case downloading(TransferID, FileID)
    /// All bytes have come; the server deletes its copy.
    case received
    case done
  }

  private let crowd: Crowd
  private let sender: Member
  private let receiver: Member
  private let size: Int64
  private let digest: [UInt8]
  /// The frame of a chunk of the upload that is under way, all of which are alike.
  private var chunk: [UInt8] = []
  private(set) var stage = Stage.idle
  private var credit: Int64 = 0
  /// Bytes that went or came in this stage.
  private(set) var moved: Int64 = 0

  private static let name = "load.bin"
  private static let block = [UInt8](repeating: 0x5A, count: FrameLimit.chunk)
  /// The bytes that are kept ready for the socket.
  private static let ahead = 512 * 1_024

  init(_ crowd: Crowd, from sender: Member, to receiver: Member, size: Int64) {
    (self.crowd, self.sender, self.receiver, self.size) = (crowd, sender, receiver, size)
    digest = Self.digest(of: size)
  }

  func offer() {
    (stage, moved) = (.offered, 0)
    crowd.ask(.offerFile(to: receiver.name, name: Self.name, size: size), sender)
  }

  func fetch() {
    (stage, moved) = (.asked, 0)
    crowd.ask(.getFile(from: sender.name, name: Self.name), receiver)
  }

  /// Takes a frame that has come for one of the two; false when it is nothing of theirs.
  func received(_ frame: ServerFrame, by member: Member) -> Bool {
    switch (stage, frame) {
    case (.offered, .reply(_, .uploadAccepted(let transfer, let credit))):
      self.credit = credit
      stage = .uploading(transfer)
      chunk = (try? ClientFrame.chunk(transfer, Self.block).encoded(limit: FrameLimit.afterLogIn)) ?? []
    case (.uploading(let transfer), .credit(let credited, let bytes)) where credited == transfer: credit += bytes
    case (.uploaded, .credit): break
    case (.uploaded, .reply(_, .fileStored)): stage = .stored
    case (.asked, .reply(_, .downloadAccepted(let transfer, let file, _, size, digest))):
      stage = .downloading(transfer, file)
    case (.downloading(let transfer, _), .chunk(let sent, let bytes)) where sent == transfer:
      moved += Int64(bytes.count)
      crowd.send(.credit(transfer, bytes: Int64(bytes.count)), of: member)
    case (.downloading(let transfer, let file), .endOfFile(let ended)) where ended == transfer && moved == size:
      stage = .received
      crowd.ask(.fileReceived(file), member)
    case (.received, .reply(_, .fileHandedOver)): stage = .done
    default: return false
    }
    return true
  }

  /// Sends as much as may go out with this turn.
  func turnEnded() {
    guard case .uploading(let transfer) = stage, let connection = sender.connection else { return }
    while connection.pendingBytes < Self.ahead, moved < size {
      let count = min(Int64(Self.block.count), size - moved)
      guard count <= credit else { return }
      credit -= count
      moved += count
      if count == Self.block.count {
        connection.send { $0.append(contentsOf: chunk) }
      } else {
        crowd.send(.chunk(transfer, Array(Self.block.prefix(Int(count)))), of: sender)
      }
    }
    if moved == size {
      stage = .uploaded
      crowd.send(.endOfFile(transfer, digest: digest), of: sender)
    }
  }

  private static func digest(of size: Int64) -> [UInt8] {
    let hasher = SHA256Hasher()
    var left = size
    while left > 0 {
      let count = min(Int64(block.count), left)
      block.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<Int(count)])) }
      left -= count
    }
    return hasher.finish()
  }
}
