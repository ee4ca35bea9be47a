/// The steps of one upload as its receiver sees them: so many bytes were announced, and no more may come.
public struct Upload: Sendable {
  /// The most bytes one chunk may carry.
  public static let maximumChunk = 32 * 1024
  /// So many transfers, downloads included, may run on one connection at once.
  public static let perSession = 8
  /// How many bytes a sender may be ahead of what is written.
  public static let window: Int64 = 1024 * 1024

  /// What the sender announced, in bytes.
  public let size: Int64
  /// What has come.
  public private(set) var received: Int64 = 0
  /// What the sender may still send without being told anew.
  public private(set) var credit: Int64

  /// An upload of `size` bytes, with the credit that the sender was given at its start.
  public init(size: Int64) {
    self.size = size
    credit = Self.window
  }

  /// Takes a chunk; false when it is empty, too large, beyond the credit, or beyond the announced size.
  public mutating func take(_ count: Int) -> Bool {
    let count64 = Int64(count)
    guard count > 0, count <= Self.maximumChunk, count64 <= credit, count64 <= size - received else { return false }
    received += count64
    credit -= count64
    return true
  }

  /// Notes that `count` more bytes are written, and gives the sender as much new credit.
  public mutating func wrote(_ count: Int) -> Int64 {
    credit += Int64(count)
    return Int64(count)
  }

  /// Another connection goes on with it: what was on its way over the lost one does not come any more.
  public mutating func resume() {
    credit = Self.window
  }

  /// Whether all announced bytes have come.
  public var isComplete: Bool {
    received == size
  }
}
