import ChatCore
import ChatTerminal
import ChatWire

/// What the conversation wants done, in the order given.
enum ConversationAction: Hashable, Sendable {
  /// Show these lines, safe for a terminal already.
  case show([String])
  /// Show this line about what has become of messages, where a person looks; nil takes it away.
  case receipts(String?)
  /// Ring the bell.
  case ring
  /// Show this prompt. A line is not read before `takeLine`.
  case prompt(Prompt)
  /// Read the next line at the prompt that is shown.
  case takeLine
  /// Keep this line in sight above the prompt; nil takes it away.
  case status(String?)
  /// Call the server again; answered by `connected` or `connectionLost`.
  case connect
  /// Send this frame.
  case send(ClientFrame)
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
  /// Show these lines, safe for a terminal, beside what was asked for: in a pipe they are no data.
  case notice([String])
  /// Stop the transfer and remove what it has left in the person's directory.
  case abandon(TransferTicket)
  /// End the program with this code.
  case exit(ExitCode)
}
