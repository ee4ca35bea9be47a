import ChatCore
import ChatNet
import ChatWire
import Dispatch
import Synchronization

/// Sends one file: reads it in chunks as far as the server's credit goes, and its SHA-256 at the end. After a lost
/// connection it goes on from where the server says.
final class Uploader: @unchecked Sendable {  // `queue` protects it (asserted).
  /// The file that is sent.
  let file: LocalFile

  private let queue = DispatchQueue(label: "chatctl.client.upload")
  private let send: @Sendable (ClientFrame) -> Void
  private let tell: @Sendable (TransferNews) -> Void
  /// What the server is known to have.
  private let taken = Atomic<Int64>(0)
  /// What was handed on, from the start of the file.
  private var sent: Int64 = 0
  private let hasher = SHA256Hasher()
  /// How many bytes from the start `hasher` has seen: none of them twice.
  private var hashed: Int64 = 0
  private var digest: [UInt8]?
  private var state = State.waiting

  private enum State {
    /// For the server's word, the first one or the one after a lost connection.
    case waiting
    case running(TransferID, credit: Int64)
    case over
  }

  /// Prepares to send `file`.
  ///
  /// - Parameters:
  ///   - send: takes a frame to be sent behind all chat; called on a queue of the uploader's own.
  ///   - tell: called there with `uploadSent` each time that all has been sent, or once with `broke`.
  init(
    _ file: LocalFile, send: @escaping @Sendable (ClientFrame) -> Void, tell: @escaping @Sendable (TransferNews) -> Void
  ) {
    self.file = file
    self.send = send
    self.tell = tell
  }

  /// The bytes that the server is known to have: credit comes for what it has written. From any queue.
  var bytesDone: Int64 {
    taken.load(ordering: .relaxed)
  }

  /// The server takes the file as this transfer, from byte `offset` on. From any queue.
  func start(_ id: TransferID, from offset: Int64 = 0, credit: Int64) {
    queue.async { [self] in
      guard case .waiting = state else { return }
      attempt { () throws(LocalFileError) in
        // Nobody has more of the file than was sent.
        guard (0...sent).contains(offset) else { throw .changed(path: file.path) }
        try file.skip(to: offset)
        sent = offset
        taken.store(offset, ordering: .relaxed)
        state = .running(id, credit: credit)
        try goOn(id, credit: credit)
      }
    }
  }

  /// The server has room for `bytes` more. From any queue.
  func give(_ bytes: Int64) {
    queue.async { [self] in
      guard case .running(let id, let credit) = state else { return }
      taken.store(min(bytesDone + bytes, sent), ordering: .relaxed)
      attempt { () throws(LocalFileError) in try goOn(id, credit: credit + bytes) }
    }
  }

  /// The connection is lost: sends nothing more until `start` is called again, from when this returns. From any queue but
  /// the uploader's own.
  func pause() {
    queue.sync {
      if case .running = state { state = .waiting }
    }
  }

  /// Sends nothing more, from when this returns. From any queue but the uploader's own.
  func cancel() {
    queue.sync { state = .over }
  }

  private func goOn(_ id: TransferID, credit: Int64) throws(LocalFileError) {
    var credit = credit
    while credit > 0, sent < file.size {
      let bytes = try file.read(Int(min(Int64(FrameLimit.chunk), credit, file.size - sent)))
      guard !bytes.isEmpty else { throw .changed(path: file.path) }
      hash(bytes, from: sent)
      send(.chunk(id, bytes))
      sent += Int64(bytes.count)
      credit -= Int64(bytes.count)
    }
    state = .running(id, credit: credit)
    if sent == file.size { try finish(id) }
  }

  /// Takes in what has not been seen of `bytes`, which begin at `offset`.
  private func hash(_ bytes: [UInt8], from offset: Int64) {
    let seen = Int(min(max(0, hashed - offset), Int64(bytes.count)))
    bytes.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[seen...])) }
    hashed = max(hashed, offset + Int64(bytes.count))
  }

  private func finish(_ id: TransferID) throws(LocalFileError) {
    guard try file.isUnchanged else { throw .changed(path: file.path) }
    let digest = digest ?? hasher.finish()
    self.digest = digest
    send(.endOfFile(id, digest: digest))
    // Nothing is left to send, unless the connection is lost and the server has less than that.
    state = .running(id, credit: 0)
    tell(.uploadSent(digest: digest))
  }

  /// Does one step; when it fails, nothing more is sent.
  private func attempt(_ step: () throws(LocalFileError) -> Void) {
    dispatchPrecondition(condition: .onQueue(queue))
    do throws(LocalFileError) {
      try step()
    } catch {
      state = .over
      tell(.broke(error))
    }
  }
}
