import ChatCore

@testable import ChatWire

extension ClientFrame {
  /// The frames in `bytes`, a whole stream.
  static func frames(in bytes: [UInt8]) throws -> [ClientFrame] {
    var frames: [ClientFrame] = []
    for message in try messages(in: bytes) {
      frames += try message.withUnsafeBytes { try ClientFrame.decode($0) }.map { [$0] } ?? []
    }
    return frames
  }
}

extension ServerFrame {
  /// The frames in `bytes`, a whole stream.
  static func frames(in bytes: [UInt8]) throws -> [ServerFrame] {
    var decoder = ServerFrameDecoder()
    var frames: [ServerFrame] = []
    for message in try messages(in: bytes) {
      frames += try message.withUnsafeBytes { try decoder.decode($0) }.map { [$0] } ?? []
    }
    return frames
  }
}

/// The messages of the frames in `bytes`, a whole stream.
func messages(in bytes: [UInt8]) throws -> [[UInt8]] {
  var reader = FrameReader(limit: FrameLimit.afterLogIn)
  return try reader.messages(in: bytes)
}

extension FrameReader {
  /// The messages of the frames that `bytes` complete.
  mutating func messages(in bytes: some Collection<UInt8>) throws(FrameError) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    // The reader must not depend on what stands behind the bytes, so they get a buffer of their own.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { buffer.deallocate() }
    buffer.copyBytes(from: bytes)
    try read(UnsafeRawBufferPointer(buffer)) { (message) throws(FrameError) in messages.append(Array(message)) }
    return messages
  }
}
