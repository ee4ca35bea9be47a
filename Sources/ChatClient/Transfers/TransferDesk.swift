import ChatCore
import ChatWire
import Dispatch

/// The transfers that run on this machine, by the conversation's ticket.
final class TransferDesk: @unchecked Sendable {  // `queue` protects it (asserted).
  private enum Transfer {
    case opening
    case upload(Uploader)
    case download(Downloader)
  }

  private let queue: DispatchQueue
  private let directory: String
  private let umask: UInt32
  private let send: @Sendable (ClientFrame) -> Void
  private let tell: @Sendable (TransferTicket, TransferNews) -> Void
  private var transfers: [TransferTicket: Transfer] = [:]
  private var tickets: [TransferID: TransferTicket] = [:]

  /// A desk without transfers.
  ///
  /// - Parameters:
  ///   - directory: where received files are saved.
  ///   - umask: the person's.
  ///   - send: takes frames of transfers; called on queues of theirs.
  ///   - tell: called on `queue` with what becomes of a transfer.
  init(
    queue: DispatchQueue, directory: String, umask: UInt32, send: @escaping @Sendable (ClientFrame) -> Void,
    tell: @escaping @Sendable (TransferTicket, TransferNews) -> Void
  ) {
    self.queue = queue
    self.directory = directory
    self.umask = umask
    self.send = send
    self.tell = tell
  }

  /// Whether nothing runs.
  var isEmpty: Bool {
    transfers.isEmpty
  }

  /// Opens a file to be sent; answers `fileOpened` or `fileNotOpened`.
  func open(_ ticket: TransferTicket, path: String) {
    dispatchPrecondition(condition: .onQueue(queue))
    transfers[ticket] = .opening
    let report = reporter(of: ticket)
    DispatchQueue.global().async { [self] in
      do throws(LocalFileError) {
        let file = try LocalFile(path: path)
        queue.async { [self] in opened(file, ticket, report) }
      } catch {
        report(.fileNotOpened(error))
      }
    }
  }

  /// Sends the file that was opened, from byte `offset` on.
  func upload(_ ticket: TransferTicket, _ id: TransferID, from offset: Int64, credit: Int64) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard case .upload(let uploader) = transfers[ticket] else { return }
    tickets[id] = ticket
    uploader.start(id, from: offset, credit: credit)
  }

  /// Receives a file.
  func download(_ ticket: TransferTicket, _ file: IncomingFile) {
    dispatchPrecondition(condition: .onQueue(queue))
    tickets[file.transfer] = ticket
    let downloader = Downloader(
      file, directory: directory, umask: umask, send: send, tell: reporter(of: ticket))
    transfers[ticket] = .download(downloader)
  }

  /// The connection is lost: stops a transfer and keeps what is there. A download answers `downloadPaused`.
  func pause(_ ticket: TransferTicket) {
    dispatchPrecondition(condition: .onQueue(queue))
    // The next connection gives the same numbers to others.
    tickets = tickets.filter { $0.value != ticket }
    switch transfers[ticket] {
    case .upload(let uploader): uploader.pause()
    case .download(let downloader): reporter(of: ticket)(.downloadPaused(downloader.pause()))
    case .opening, nil: break
    }
  }

  /// The rest of a download comes as `id`.
  func goOnDownloading(_ ticket: TransferTicket, _ id: TransferID) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard case .download(let downloader) = transfers[ticket] else { return }
    tickets[id] = ticket
    downloader.goOn(as: id)
  }

  /// The server sent a frame that belongs to a transfer. One that has ended is ignored: bytes may still be on their way.
  func received(_ frame: ServerFrame) {
    dispatchPrecondition(condition: .onQueue(queue))
    switch frame {
    case .chunk(let id, let bytes):
      if case .download(let downloader)? = transfer(id) { downloader.take(bytes) }
    case .endOfFile(let id):
      if case .download(let downloader)? = transfer(id) { downloader.finish() }
    case .credit(let id, let bytes):
      if case .upload(let uploader)? = transfer(id) { uploader.give(bytes) }
    default:
      break
    }
  }

  /// Stops a transfer; what it left in the person's directory is removed when this returns.
  func abandon(_ ticket: TransferTicket) {
    dispatchPrecondition(condition: .onQueue(queue))
    switch transfers.removeValue(forKey: ticket) {
    case .upload(let uploader): uploader.cancel()
    case .download(let downloader): downloader.cancel()
    case .opening, nil: break
    }
    tickets = tickets.filter { $0.value != ticket }
  }

  /// Stops all.
  func abandonAll() {
    for ticket in Array(transfers.keys) { abandon(ticket) }
  }

  /// How many bytes have moved of a transfer; nil when none has begun.
  func bytesDone(of ticket: TransferTicket) -> Int64? {
    dispatchPrecondition(condition: .onQueue(queue))
    return switch transfers[ticket] {
    case .upload(let uploader): uploader.bytesDone
    case .download(let downloader): downloader.bytesDone
    case .opening, nil: nil
    }
  }

  private func opened(
    _ file: LocalFile, _ ticket: TransferTicket, _ report: @escaping @Sendable (TransferNews) -> Void
  ) {
    guard case .opening = transfers[ticket] else { return }
    transfers[ticket] = .upload(Uploader(file, send: send, tell: report))
    report(.fileOpened(name: file.name, size: file.size))
  }

  private func transfer(_ id: TransferID) -> Transfer? {
    tickets[id].flatMap { transfers[$0] }
  }

  /// Brings what a transfer tells to the queue, and forgets the transfer when it is over.
  private func reporter(of ticket: TransferTicket) -> @Sendable (TransferNews) -> Void {
    { [weak self, queue] news in
      queue.async { [weak self] in
        guard let self, transfers[ticket] != nil else { return }
        switch news {
        // An upload may have to be gone on with until the server has it all.
        case .fileOpened, .uploadSent, .downloadPaused: break
        case .fileNotOpened, .downloadSaved, .broke: abandon(ticket)
        }
        tell(ticket, news)
      }
    }
  }
}
