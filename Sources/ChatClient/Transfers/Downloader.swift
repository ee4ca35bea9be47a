import ChatCore
import ChatNet
import ChatWire
import Dispatch
import Synchronization

/// Receives one file: writes what comes beside its final place, checks length and SHA-256, and only then gives it a
/// name that was free.
final class Downloader: @unchecked Sendable {  // `queue` protects it (asserted).
  /// What is received.
  let file: IncomingFile

  private let queue = DispatchQueue(label: "chatctl.client.download")
  private let send: @Sendable (ClientFrame) -> Void
  private let tell: @Sendable (TransferNews) -> Void
  private let received = Atomic<Int64>(0)
  private let hasher = SHA256Hasher()
  private var partial: PartialFile?
  private var unannouncedCredit: Int64 = 0
  /// The transfer's number on the connection of the moment.
  private var transfer: TransferID

  /// Credit is told in portions of about so many bytes, well below the server's window of 1 MiB.
  private static let creditPortion: Int64 = 131_072

  /// Begins to receive `file` into `directory`.
  ///
  /// - Parameters:
  ///   - send: takes credit frames; called on a queue of the downloader's own.
  ///   - tell: called there with `downloadSaved` or `broke`, once.
  init(
    _ file: IncomingFile, directory: String, umask: UInt32, send: @escaping @Sendable (ClientFrame) -> Void,
    tell: @escaping @Sendable (TransferNews) -> Void
  ) {
    self.file = file
    transfer = file.transfer
    self.send = send
    self.tell = tell
    queue.async { [self] in
      attempt { () throws(LocalFileError) in
        partial = try PartialFile(for: file.name, in: directory, umask: umask)
      }
    }
  }

  /// The bytes that are written. From any queue.
  var bytesDone: Int64 {
    received.load(ordering: .relaxed)
  }

  /// The next bytes have come. From any queue.
  func take(_ bytes: [UInt8]) {
    queue.async { [self] in
      attempt { () throws(LocalFileError) in
        guard let partial else { return }
        let total = bytesDone + Int64(bytes.count)
        guard total <= file.size else { throw .wrongLength(name: file.name.text) }
        try partial.write(bytes)
        bytes.withUnsafeBytes { hasher.update($0) }
        received.store(total, ordering: .relaxed)
        giveCredit(Int64(bytes.count))
      }
    }
  }

  /// No more bytes come. From any queue.
  func finish() {
    queue.async { [self] in
      attempt { () throws(LocalFileError) in
        guard let partial else { return }
        guard bytesDone == file.size else { throw .wrongLength(name: file.name.text) }
        guard hasher.finish() == file.digest else { throw .damaged(name: file.name.text) }
        let path = try partial.keep()
        self.partial = nil
        tell(.downloadSaved(path: path))
      }
    }
  }

  /// The connection is lost: what has come is kept.
  ///
  /// - Returns: how many bytes that is; nothing is sent from then on until `goOn`. From any queue but the downloader's own.
  func pause() -> Int64 {
    queue.sync {
      unannouncedCredit = 0
      return bytesDone
    }
  }

  /// The rest comes as this transfer. From any queue.
  func goOn(as transfer: TransferID) {
    queue.async { [self] in self.transfer = transfer }
  }

  /// Removes what has come so far, and returns when that is done. From any queue but the downloader's own.
  func cancel() {
    queue.sync { discard() }
  }

  private func giveCredit(_ bytes: Int64) {
    unannouncedCredit += bytes
    guard unannouncedCredit >= Self.creditPortion, bytesDone < file.size else { return }
    send(.credit(transfer, bytes: unannouncedCredit))
    unannouncedCredit = 0
  }

  /// Does one step; when it fails, nothing of the file stays.
  private func attempt(_ step: () throws(LocalFileError) -> Void) {
    dispatchPrecondition(condition: .onQueue(queue))
    do throws(LocalFileError) {
      try step()
    } catch {
      discard()
      tell(.broke(error))
    }
  }

  private func discard() {
    partial?.discard()
    partial = nil
  }
}
