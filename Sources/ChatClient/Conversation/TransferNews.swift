import ChatCore

/// What becomes of a transfer on this machine.
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
