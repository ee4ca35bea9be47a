import ChatCore
import ChatNet
import ChatWire
import Dispatch
import Synchronization

/// Sends one file: reads it in chunks as far as the server's credit goes, and its SHA-256 at the end.
final class Uploader: @unchecked Sendable {  // `queue` protects it (asserted).
  /// The file that is sent.
  let file: LocalFile

  private let queue = DispatchQueue(label: "chatctl.client.upload")
  private let send: @Sendable (ClientFrame) -> Void
  private let tell: @Sendable (TransferNews) -> Void
  private let sent = Atomic<Int64>(0)
  private let hasher = SHA256Hasher()
  private var state = State.waiting

  private enum State {
    case waiting
    case running(TransferID, credit: Int64)
    case over
  }

  /// Prepares to send `file`.
  ///
  /// - Parameters:
  ///   - send: takes a frame to be sent behind all chat; called on a queue of the uploader's own.
  ///   - tell: called there with `uploadSent` or `broke`, once.
  init(
    _ file: LocalFile, send: @escaping @Sendable (ClientFrame) -> Void, tell: @escaping @Sendable (TransferNews) -> Void
  ) {
    self.file = file
    self.send = send
    self.tell = tell
  }

  /// The bytes that were handed on. From any queue.
  var bytesDone: Int64 {
    sent.load(ordering: .relaxed)
  }

  /// The server takes the file as this transfer. From any queue.
  func start(_ id: TransferID, credit: Int64) {
    queue.async { [self] in
      guard case .waiting = state else { return }
      state = .running(id, credit: credit)
      goOn()
    }
  }

  /// The server has room for `bytes` more. From any queue.
  func give(_ bytes: Int64) {
    queue.async { [self] in
      guard case .running(let id, let credit) = state else { return }
      state = .running(id, credit: credit + bytes)
      goOn()
    }
  }

  /// Sends nothing more, from when this returns. From any queue but the uploader's own.
  func cancel() {
    queue.sync { state = .over }
  }

  private func goOn() {
    dispatchPrecondition(condition: .onQueue(queue))
    guard case .running(let id, var credit) = state else { return }
    var done = bytesDone
    do throws(LocalFileError) {
      while credit > 0, done < file.size {
        let bytes = try file.read(Int(min(Int64(FrameLimit.chunk), credit, file.size - done)))
        guard !bytes.isEmpty else { throw .changed(path: file.path) }
        bytes.withUnsafeBytes { hasher.update($0) }
        send(.chunk(id, bytes))
        done += Int64(bytes.count)
        credit -= Int64(bytes.count)
        sent.store(done, ordering: .relaxed)
      }
      state = .running(id, credit: credit)
      if done == file.size { finish(id) }
    } catch {
      state = .over
      tell(.broke(error))
    }
  }

  private func finish(_ id: TransferID) {
    state = .over
    send(.endOfFile(id, digest: hasher.finish()))
    tell(.uploadSent)
  }
}
