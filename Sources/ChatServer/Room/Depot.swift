import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Dispatch

/// Keeps the bytes of waiting files: takes uploads in, sends downloads out, deletes what nobody needs.
///
/// Everything in it is touched on its own serial queue, which may wait for the disk; its methods may be called from any.
final class Depot: @unchecked Sendable {  // All state belongs to `queue`.
  /// Whom the depot tells about the end of transfers, and through whom it sends. Called on the depot's queue.
  struct Outlets: Sendable {
    /// Frames that go before files.
    let send: @Sendable (SessionID, ServerFrame) -> Void
    /// Chunks, each a frame, that go when no chat waits.
    let sendBulk: @Sendable (SessionID, [ServerFrame]) -> Void
    /// There is room for more of a connection that was told to wait.
    let hasRoom: @Sendable (SessionID) -> Void
    /// The engine hears what becomes of a transfer.
    let tell: @Sendable (Input) -> Void
  }

  /// So many bytes of downloads are handed to a connection at once.
  private static let burst = 8 * Upload.maximumChunk

  let queue = DispatchQueue(label: "chatctl.depot", qos: .utility)
  private let directory: DepotDirectory
  private let outlets: Outlets
  private var uploads: [Key: RunningUpload] = [:]
  /// Uploads whose connection is lost.
  private var parked: [FileID: RunningUpload] = [:]
  private var downloads: [SessionID: SessionDownloads] = [:]

  private struct Key: Hashable {
    let session: SessionID
    let transfer: TransferID
  }

  private struct RunningUpload {
    let file: FileID
    let bytes: DepotFile
    let hasher: SHA256Hasher
    var steps: Upload
  }

  private struct RunningDownload {
    let transfer: TransferID
    let bytes: DepotFile
    var steps: Download
  }

  /// The downloads of one connection, which take turns.
  private struct SessionDownloads {
    var running: [RunningDownload] = []
    /// True while the connection has room for a burst.
    var hasRoom = true
  }

  init(directory: DepotDirectory, outlets: Outlets) {
    self.directory = directory
    self.outlets = outlets
  }

  /// Makes ready for the bytes of an accepted upload.
  func beginUpload(_ session: SessionID, _ transfer: TransferID, file: FileID, size: Int64) {
    queue.async { [self] in
      do throws(FileError) {
        let bytes = try directory.create(file)
        uploads[Key(session: session, transfer: transfer)] = RunningUpload(
          file: file, bytes: bytes, hasher: SHA256Hasher(), steps: Upload(size: size))
      } catch {
        let reason = error.depotReason
        outlets.tell(.uploadFailed(file) { .fileFailed($0, reason: reason) })
      }
    }
  }

  /// Takes what a connection sent of its transfers, which was added to `backlog`.
  func take(_ frame: TransferFrame, from session: SessionID, _ backlog: DepotBacklog) {
    queue.async { [self] in
      // It counts as done before credit for it goes out: the answer may be here before this closure has ended.
      let hasRoom = backlog.remove(frame)
      switch frame {
      case .chunk(let transfer, let bytes): take(bytes, of: transfer, from: session)
      case .endOfFile(let transfer, let digest): finish(transfer, from: session, digest: digest)
      case .credit(let transfer, let bytes): give(bytes, to: transfer, of: session)
      }
      if hasRoom {
        outlets.hasRoom(session)
      }
    }
  }

  /// Begins to send a waiting file, of which the reader has the first `offset` bytes.
  func beginDownload(_ session: SessionID, _ transfer: TransferID, file: FileID, size: Int64, from offset: Int64) {
    queue.async { [self] in
      do throws(FileError) {
        let bytes = try directory.open(file)
        try bytes.file.skip(to: offset)
        let download = RunningDownload(transfer: transfer, bytes: bytes, steps: Download(size: size, from: offset))
        downloads[session, default: SessionDownloads()].running.append(download)
        sendBurst(to: session)
      } catch {
        outlets.tell(.downloadEnded(session, transfer, reason: error.depotReason))
      }
    }
  }

  /// The connection has room for more chunks.
  func bulkWanted(_ session: SessionID) {
    queue.async { [self] in
      downloads[session]?.hasRoom = true
      sendBurst(to: session)
    }
  }

  /// Forgets a transfer and what came of it.
  func cancel(_ session: SessionID, _ transfer: TransferID) {
    queue.async { [self] in
      if let upload = uploads.removeValue(forKey: Key(session: session, transfer: transfer)) {
        directory.delete(upload.file)
      }
      downloads[session]?.running.removeAll { $0.transfer == transfer }
      forgetIfDone(session)
    }
  }

  /// Sends nothing more to a connection that is gone. What becomes of its uploads is the room's decision, which follows.
  func forget(_ session: SessionID) {
    queue.async { [self] in
      downloads[session] = nil
    }
  }

  /// Deletes bytes that no record speaks of any more, those of parked uploads too.
  func discard(_ files: [FileID]) {
    queue.async { [self] in
      for file in files {
        parked[file] = nil
        directory.delete(file)
      }
    }
  }

  /// Writes a chunk and gives its sender new credit. Chunks of transfers that are over are on their way for a while.
  private func take(_ chunk: [UInt8], of transfer: TransferID, from session: SessionID) {
    let key = Key(session: session, transfer: transfer)
    guard var upload = uploads[key] else { return }
    guard upload.steps.take(chunk.count) else {
      abandon(key) { .fileDamaged($0) }
      return
    }
    do throws(FileError) {
      try upload.bytes.write(chunk)
      chunk.withUnsafeBytes { upload.hasher.update($0) }
      let credit = upload.steps.wrote(chunk.count)
      uploads[key] = upload
      outlets.send(session, .credit(transfer, bytes: credit))
    } catch {
      abandon(key) { [reason = error.depotReason] in .fileFailed($0, reason: reason) }
    }
  }

  /// The sender has sent everything: the bytes are checked, put on disk and given their name.
  private func finish(_ transfer: TransferID, from session: SessionID, digest: [UInt8]) {
    let key = Key(session: session, transfer: transfer)
    guard let upload = uploads[key] else { return }
    let actual = upload.hasher.finish()
    guard upload.steps.isComplete, actual == digest else {
      abandon(key) { .fileDamaged($0) }
      return
    }
    do throws(FileError) {
      try upload.bytes.file.sync()
      try directory.keep(upload.file)
      uploads[key] = nil
      outlets.tell(.uploadStored(upload.file, digest: digest))
    } catch {
      abandon(key) { [reason = error.depotReason] in .fileFailed($0, reason: reason) }
    }
  }

  /// The reader of a download has room for more.
  private func give(_ bytes: Int64, to transfer: TransferID, of session: SessionID) {
    guard let index = downloads[session]?.running.firstIndex(where: { $0.transfer == transfer }) else { return }
    if downloads[session]?.running[index].steps.give(bytes) == true {
      sendBurst(to: session)
    } else {
      downloads[session]?.running.remove(at: index)
      outlets.tell(.downloadEnded(session, transfer, reason: "the client claimed more bytes than it was sent"))
    }
  }

  private func sendBurst(to session: SessionID) {
    guard var turns = downloads[session], turns.hasRoom else { return }
    var frames: [ServerFrame] = []
    var bytes = 0
    var ended: [(TransferID, reason: String?)] = []
    while bytes < Self.burst,
      let index = turns.running.firstIndex(where: { $0.steps.nextChunk > 0 || $0.steps.isComplete })
    {
      var download = turns.running.remove(at: index)
      if download.steps.isComplete {
        frames.append(.endOfFile(download.transfer))
        ended.append((download.transfer, nil))
        continue
      }
      let count = download.steps.nextChunk
      guard let chunk = try? download.bytes.file.read(upTo: count), chunk.count == count else {
        ended.append((download.transfer, "the server could not read its bytes"))
        continue
      }
      download.steps.send(count)
      frames.append(.chunk(download.transfer, chunk))
      bytes += count
      // To the end of the queue, so that several downloads take turns.
      turns.running.append(download)
    }
    turns.hasRoom = frames.isEmpty
    downloads[session] = turns
    if !frames.isEmpty {
      outlets.sendBulk(session, frames)
    }
    for (transfer, reason) in ended {
      outlets.tell(.downloadEnded(session, transfer, reason: reason))
    }
    forgetIfDone(session)
  }

  /// A connection that downloads nothing costs nothing; but whether it has room must be known while chunks are queued.
  private func forgetIfDone(_ session: SessionID) {
    if let turns = downloads[session], turns.running.isEmpty, turns.hasRoom {
      downloads[session] = nil
    }
  }

  private func abandon(_ key: Key, _ refusal: @escaping @Sendable (String) -> Refusal) {
    guard let upload = uploads.removeValue(forKey: key) else { return }
    directory.delete(upload.file)
    outlets.tell(.uploadFailed(upload.file, refusal))
  }

  // MARK: - Uploads whose connection was lost. Their bytes and the state of their digest stay as they are; a restart forgets them.

  /// Keeps what has come of an upload. Bytes that still come over the old connection are ignored.
  func park(_ session: SessionID, _ transfer: TransferID, _ file: FileID) {
    queue.async { [self] in
      parked[file] = uploads.removeValue(forKey: Key(session: session, transfer: transfer))
    }
  }

  /// Goes on with a parked upload over another connection, and tells from which offset on.
  ///
  /// One that is not there any more has come to its end meanwhile, and the room was told so before this was asked for or
  /// will be.
  func resume(_ session: SessionID, _ transfer: TransferID, _ file: FileID) {
    queue.async { [self] in
      guard var upload = parked.removeValue(forKey: file) else { return }
      upload.steps.resume()
      uploads[Key(session: session, transfer: transfer)] = upload
      outlets.tell(.uploadResumed(session, transfer, file, offset: upload.steps.received))
    }
  }
}
