import ChatCore
import FoundationEssentials

extension Wire_Chunk {
  /// Lends a chunk that borrows `bytes`: a transfer's bytes are copied once, into the frame.
  static func withWire<R>(_ transfer: TransferID, _ bytes: [UInt8], _ body: (Wire_Chunk) -> R) -> R {
    bytes.withUnsafeBytes { buffer in
      var chunk = Wire_Chunk()
      chunk.transfer = transfer.rawValue
      if let start = buffer.baseAddress {
        chunk.data = Data(
          bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: buffer.count, deallocator: .none)
      }
      return body(chunk)
    }
  }

  var checkedTransfer: TransferID {
    get throws(FrameError) { try TransferID(wire: transfer, "Chunk.transfer") }
  }

  var checkedData: [UInt8] {
    get throws(FrameError) {
      guard (1...FrameLimit.chunk).contains(data.count) else { throw .outOfRange(field: "Chunk.data") }
      return [UInt8](data)
    }
  }
}

extension Wire_EndOfFile {
  init(_ transfer: TransferID, digest: [UInt8] = []) {
    self.transfer = transfer.rawValue
    self.digest = Data(digest)
  }

  var checkedTransfer: TransferID {
    get throws(FrameError) { try TransferID(wire: transfer, "EndOfFile.transfer") }
  }
}

extension Wire_Credit {
  init(_ transfer: TransferID, bytes: Int64) {
    self.transfer = transfer.rawValue
    self.bytes = bytes
  }

  var checkedTransfer: TransferID {
    get throws(FrameError) { try TransferID(wire: transfer, "Credit.transfer") }
  }

  var checkedBytes: Int64 {
    get throws(FrameError) { try (1...FrameLimit.credit).check(bytes, "Credit.bytes") }
  }
}

extension TransferID {
  init(wire: UInt64, _ field: String) throws(FrameError) {
    self.init(rawValue: try WireRange.numbers.check(wire, field))
  }
}

extension Data {
  /// These bytes, if they can be a SHA-256.
  func checkedDigest(_ field: String) throws(FrameError) -> [UInt8] {
    guard count == FrameLimit.digest else { throw .outOfRange(field: field) }
    return [UInt8](self)
  }
}
