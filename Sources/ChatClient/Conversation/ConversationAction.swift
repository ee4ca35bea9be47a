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
  /// Send the opened file, so many bytes for now; answered by `uploadSent` or `transferBroke`.
  case upload(TransferTicket, TransferID, credit: Int64)
  /// Receive this file; answered by `downloadSaved` or `transferBroke`.
  case download(TransferTicket, IncomingFile)
  /// Stop the transfer and remove what it has left in the person's directory.
  case abandon(TransferTicket)
  /// End the program with this code.
  case exit(ExitCode)
}
