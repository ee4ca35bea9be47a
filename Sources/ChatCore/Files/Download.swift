/// The steps of one download as its sender sees them: no more bytes go out than the reader has room for.
public struct Download: Sendable {
  /// How many bytes a reader is sent before it gives credit for the first time.
  public static let window: Int64 = 1024 * 1024

  /// Bytes of the whole file.
  public let size: Int64
  /// Bytes that went out, or that the reader had before.
  public private(set) var sent: Int64
  private var credit = Self.window

  /// A download of `size` bytes, of which the reader has the first `offset`.
  public init(size: Int64, from offset: Int64 = 0) {
    self.size = size
    sent = offset
  }

  /// How many bytes the next chunk may have: 0 while the reader has no room, or at the end.
  public var nextChunk: Int {
    Int(min(Int64(Upload.maximumChunk), credit, size - sent))
  }

  /// Whether every byte went out.
  public var isComplete: Bool {
    sent == size
  }

  /// Notes that a chunk of `count` bytes went out.
  public mutating func send(_ count: Int) {
    sent += Int64(count)
    credit -= Int64(count)
  }

  /// The reader has room for `bytes` more; false when it claims more than it was ever sent.
  public mutating func give(_ bytes: Int64) -> Bool {
    guard bytes > 0, bytes <= Self.window - credit else { return false }
    credit += bytes
    return true
  }
}
