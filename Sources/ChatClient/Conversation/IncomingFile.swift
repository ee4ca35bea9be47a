import ChatCore

/// A file that the server is about to send.
struct IncomingFile: Hashable, Sendable {
  /// The transfer's number on this connection.
  let transfer: TransferID
  /// What the server calls the file.
  let file: FileID
  /// As its sender named it, checked again on this side.
  let name: FileName
  /// In bytes.
  let size: Int64
  /// SHA-256 of the bytes.
  let digest: [UInt8]
}
