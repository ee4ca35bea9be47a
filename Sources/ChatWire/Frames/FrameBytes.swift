import SwiftProtobuf

/// A frame under construction: the library writes the message behind the place of its length, so that nothing is copied
/// to put the length before it.
struct FrameBytes: SwiftProtobufContiguousBytes {
  /// The whole frame.
  private(set) var frame: [UInt8]

  /// A frame for a message of `count` bytes.
  init(repeating byte: UInt8, count: Int) {
    frame = [UInt8](repeating: byte, count: FrameReader.headerBytes + count)
    for place in 0..<FrameReader.headerBytes {
      frame[place] = UInt8(truncatingIfNeeded: count >> (8 * (FrameReader.headerBytes - 1 - place)))
    }
  }

  /// A frame around a message.
  init(_ message: some Sequence<UInt8>) {
    let message = Array(message)
    self.init(repeating: 0, count: message.count)
    frame.replaceSubrange(FrameReader.headerBytes..., with: message)
  }

  /// The frame that holds `message`.
  init(encoding message: some Message) {
    // Encoding fails for two reasons only: a missing required field, and proto3 has none; or more than 2 GiB.
    guard let bytes: FrameBytes = try? message.serializedBytes(partial: true) else {
      preconditionFailure("a message of more than 2 GiB")
    }
    self = bytes
  }

  /// The bytes of the message.
  var count: Int {
    frame.count - FrameReader.headerBytes
  }

  /// Lends the message.
  func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try frame.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[FrameReader.headerBytes...])) }
  }

  /// Lends the message to be written.
  mutating func withUnsafeMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    try frame.withUnsafeMutableBytes {
      try body(UnsafeMutableRawBufferPointer(rebasing: $0[FrameReader.headerBytes...]))
    }
  }
}

extension Message {
  /// The message that `payload` is.
  ///
  /// - Throws: `FrameError.undecodable`.
  init(payload: UnsafeRawBufferPointer) throws(FrameError) {
    var options = BinaryDecodingOptions()
    options.messageDepthLimit = FrameLimit.depth
    options.discardUnknownFields = true
    do {
      try self.init(serializedBytes: payload.bytes, partial: true, options: options)
    } catch {
      throw .undecodable
    }
  }
}
