import ChatCore

/// The client's own number of a transfer, from the command that was typed to its end; the server's number comes later.
struct TransferTicket: Hashable, Sendable {
  let rawValue: Int
}

/// A file that the server is about to send.
struct IncomingFile: Hashable, Sendable {
  /// The transfer's number on this connection.
  let transfer: TransferID
  /// The server's number of the file.
  let file: FileID
  /// As its sender named it, checked again on this side.
  let name: FileName
  /// In bytes.
  let size: Int64
  /// SHA-256 of the bytes.
  let digest: [UInt8]
}

/// A thing that a transfer needs next.
enum TransferStep: Equatable {
  /// Show these lines.
  case show([String])
  /// Show these lines beside what was asked for.
  case notice([String])
  /// Something on this machine.
  case perform(TransferAction)
  /// A request to the server, under the next number.
  case ask(Request, TransferPurpose)
  /// A request that was sent before, again under its own number.
  case askAgain(UInt64, Request, TransferPurpose)
}

/// A thing that a transfer wants done on this machine.
enum TransferAction: Hashable, Sendable {
  /// Open this file of the person's; answered by `fileOpened` or `fileNotOpened`.
  case openFile(TransferTicket, path: String)
  /// Send the opened file from this byte on, so many bytes for now; answered by `uploadSent` or `broke`.
  case upload(TransferTicket, TransferID, from: Int64, credit: Int64)
  /// Receive this file; answered by `downloadSaved` or `broke`.
  case download(TransferTicket, IncomingFile)
  /// The connection is lost: stop the transfer and keep what is there. A download answers with `downloadPaused`.
  case pause(TransferTicket)
  /// The rest of a download comes under this number.
  case goOnDownloading(TransferTicket, TransferID)
  /// Show these transfers and how far they are.
  case listTransfers([TransferSummary])
  /// Stop the transfer and remove what it has left in the person's directory.
  case abandon(TransferTicket)
}

/// A transfer's reason for a request: what its answer is for.
enum TransferPurpose: Hashable {
  /// The offer of a file; answered twice: taken, stored.
  case upload(TransferTicket)
  /// The wish for a file.
  case download(TransferTicket)
  /// The file is whole here, the server may delete its own.
  case handOver(TransferTicket)
  /// A transfer that the person does not want any more.
  case cancel(TransferTicket)
  /// A transfer that nobody knows any more; the answer means nothing.
  case silent
}

/// A turn of a transfer on this machine.
enum TransferNews: Hashable, Sendable {
  /// The person's file is open.
  case fileOpened(name: FileName, size: Int64)
  /// It is not, and why.
  case fileNotOpened(LocalFileError)
  /// All bytes of the file and its digest are on their way.
  case uploadSent(digest: [UInt8])
  /// The connection is lost, and so many bytes are here.
  case downloadPaused(Int64)
  /// The file is whole, its digest right, and it is on disk under this name.
  case downloadSaved(path: String)
  /// The transfer can't go on on this side.
  case broke(LocalFileError)
}

/// A transfer as the person sees it in the list.
struct TransferSummary: Hashable, Sendable {
  /// The person's number of it, for `cancel`.
  let ticket: TransferTicket
  /// True for a file that goes out.
  let isUpload: Bool
  /// The other person, as typed.
  let peer: String
  /// The name of the file.
  let name: String
  /// In bytes; nil until it is known.
  let size: Int64?
  /// True while it waits for the connection.
  let isStopped: Bool

  /// `2: my notes.txt to bob`, safe for a terminal.
  var title: String {
    "\(ticket.rawValue): \(TerminalSanitizer.line(name)) \(isUpload ? "to" : "from") \(TerminalSanitizer.line(peer))"
  }
}
