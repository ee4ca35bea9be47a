/// Cuts a stream of bytes into frames: 4 bytes of length, the highest first, then a message of that length.
///
/// It takes the bytes as the network cuts them. Between frames it holds no memory, and within one only what has
/// arrived of it: a length is believed when the bytes are there.
public struct FrameReader: Sendable {
  /// The longest message that is taken, in bytes; may be changed between two calls of `read`.
  public var limit: Int
  /// What has arrived of a frame, its length included.
  private(set) var partial: [UInt8] = []

  /// The bytes of the length.
  static let headerBytes = 4

  /// A reader at the start of a stream.
  public init(limit: Int = FrameLimit.beforeLogIn) {
    self.limit = limit
  }

  /// Whether the stream stands within a frame.
  var isWithinFrame: Bool {
    !partial.isEmpty
  }

  /// Takes the next bytes of the stream and hands the message of each frame that they complete to `body`, in order.
  ///
  /// A frame that lies whole within `bytes` is handed on where it lies. `body` must not keep the pointer, nor touch
  /// this reader.
  ///
  /// - Throws: `FrameError.empty`, `FrameError.tooLong`, and what `body` throws. The stream is lost then: what was
  ///   left of `bytes` is dropped, and the connection must be closed.
  public mutating func read(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(FrameError) -> Void
  ) throws(FrameError) {
    var rest = bytes
    if !partial.isEmpty {
      guard let frame = try complete(from: &rest) else { return }
      try Self.withMessage(of: frame, body)
    }
    while rest.count >= Self.headerBytes {
      let end = Self.headerBytes + (try checked(Self.length(in: rest)))
      guard rest.count >= end else { break }
      try body(UnsafeRawBufferPointer(rebasing: rest[Self.headerBytes..<end]))
      rest = UnsafeRawBufferPointer(rebasing: rest[end...])
    }
    if !rest.isEmpty {
      partial = Array(rest)
    }
  }

  /// Moves what the partial frame still lacks from the front of `rest`; nil when that was not enough.
  private mutating func complete(from rest: inout UnsafeRawBufferPointer) throws(FrameError) -> [UInt8]? {
    take(Self.headerBytes - partial.count, from: &rest)
    guard partial.count >= Self.headerBytes else { return nil }
    let end = Self.headerBytes + (try checked(partial.withUnsafeBytes(Self.length)))
    take(end - partial.count, from: &rest)
    guard partial.count == end else { return nil }
    defer { partial = [] }
    return partial
  }

  private mutating func take(_ count: Int, from rest: inout UnsafeRawBufferPointer) {
    guard count > 0 else { return }
    // A buffer of its own, unlike a slice of one, is copied as a whole even where nothing is optimized.
    partial += UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
  }

  /// The length that stands at the front of `bytes`.
  private static func length(in bytes: UnsafeRawBufferPointer) -> Int {
    Int(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))
  }

  /// `length`, if it is allowed.
  private func checked(_ length: Int) throws(FrameError) -> Int {
    guard length > 0 else { throw .empty }
    guard length <= limit else { throw .tooLong(length: length, limit: limit) }
    return length
  }

  private static func withMessage(
    of frame: [UInt8], _ body: (UnsafeRawBufferPointer) throws(FrameError) -> Void
  ) throws(FrameError) {
    try frame.withUnsafeBufferPointer { (bytes) throws(FrameError) in
      try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[headerBytes...]))
    }
  }
}
