import ChatCore

/// One transfer between its command and its end, as the conversation sees it.
struct TransferRecord: Hashable {
  /// Where a transfer stands.
  enum Stage: Hashable {
    /// The person's file is being opened.
    case opening
    /// To be offered, or asked for, as soon as there is a connection.
    case ready
    /// The offer, or the wish, is on its way.
    case asked
    /// The request to go on with it is on its way.
    case resuming
    /// Bytes are on their way.
    case running(TransferID)
    /// The connection is lost. Of a download so many bytes are here; nil until that is known.
    case stopped(Int64?)
    /// The file is saved; the server is to be told.
    case arrived
    /// It is being told.
    case handingOver
    /// The person does not want it any more; the server is being told.
    case cancelling
  }

  /// Whether the file goes out.
  let isUpload: Bool
  /// The other person, as typed.
  let peer: String
  /// What the file is called; of an upload known when it is open.
  var name: String
  /// In bytes, once it is known.
  var size: Int64?
  var stage: Stage
  /// Uploads: the number of the request that offered it, once it was sent. It names the upload on every connection.
  var offer: UInt64?
  /// Uploads: whether the person was told that all has been sent, and what it was.
  var digest: [UInt8]?
  /// Downloads: what the server sends.
  var file: IncomingFile?

  /// The file's name in quotation marks, safe for a terminal.
  var shownName: String {
    "\"\(TerminalSanitizer.line(name))\""
  }
}

/// The sentences about one transfer.
extension Words {
  static func tooLateToCancel(_ transfer: TransferRecord) -> String {
    "\(transfer.shownName) has arrived already."
  }

  static func cancelled(_ transfer: TransferRecord) -> String {
    "The transfer of \(transfer.shownName) has been cancelled."
  }

  static func goesOn(_ transfer: TransferRecord, from bytes: Int64) -> String {
    "\(transfer.shownName) goes on from \(ByteText.pair(bytes, of: transfer.size ?? bytes))."
  }

  static func startsAgain(_ transfer: TransferRecord) -> String {
    "The server has kept nothing of \(transfer.shownName). It is sent again from its beginning."
  }

  static func notWaitingAnyMore(_ transfer: TransferRecord) -> String {
    "Error! \(transfer.shownName) does not wait for you any more. Type \"fileget\" alone to see what does."
  }

  static func digest(_ digest: [UInt8], of transfer: TransferRecord) -> String {
    "SHA-256 of \(transfer.shownName): \(Hexadecimal.text(of: digest))"
  }
}
