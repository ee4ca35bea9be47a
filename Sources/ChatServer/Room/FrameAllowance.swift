import ChatCore
import ChatWire

/// How many frames of one connection are handled that nothing else counts: pings, questions, acknowledgements, frames of
/// unknown kinds, and everything before the log-in.
///
/// Such a frame has a handful of bytes and costs its sender nothing, while a read holds hundreds of them. Who sends more
/// than an honest client ever does is read more slowly and less at a time, so that a turn of the shard stays short for
/// those who share it. Messages and other changes are counted by the room, the bytes of files by the depot; what answers
/// the server's own frames is as much as those call for. Pure: it is told the time.
struct FrameAllowance {
  /// Of somebody who is logged in.
  static let member = TokenRate(capacity: 1_000, refill: 500, perSeconds: 1)
  /// Of somebody at the log-in prompt.
  static let stranger = TokenRate(capacity: 100, refill: 50, perSeconds: 1)
  /// The most such frames in one read that is not followed by small portions.
  static let manyPerRead = 16
  /// Chunks of fewer bytes count, whatever the file.
  static let smallChunk = 1_024
  /// An acknowledgement answers 256 messages (PROTOCOL.md, "Acknowledgement"), the shortest of which take more than so
  /// many bytes together; a credit answers a chunk, whatever its length.
  static let bytesPerAnswer = 8_192

  /// Nil until something is counted.
  private var bucket: TokenBucket?
  private var isMember = false
  // Both are small, and every connection has them: 32 bits are enough.
  /// Frames of this read that count.
  private var count: Int32 = 0
  /// The bytes that were sent and not answered yet.
  private var unansweredBytes: Int32 = 0

  private var rate: TokenRate { isMember ? Self.member : Self.stranger }

  /// The connection has logged in: it may send more from now on.
  mutating func admit() {
    isMember = true
    bucket = nil
  }

  /// So many bytes of messages go to the connection, which it will acknowledge.
  mutating func sent(_ bytes: Int) {
    unansweredBytes = Int32(clamping: Int(unansweredBytes) + bytes)
  }

  /// So many chunks of downloads go to the connection, which gives credit for each.
  mutating func sentChunks(_ count: Int) {
    sent(count * Self.bytesPerAnswer)
  }

  /// Counts a frame of an unknown kind.
  mutating func countUnknown() {
    count += 1
  }

  /// Counts a frame, if nothing else does.
  mutating func count(_ frame: ClientFrame, isAdmitted: Bool) {
    switch frame {
    case .request(_, let request) where isAdmitted && request.isChange: return
    case .chunk(_, let bytes) where isAdmitted && bytes.count >= Self.smallChunk: return
    case .credit where takeAnswer(isAdmitted), .request(_, .acknowledge) where takeAnswer(isAdmitted): return
    default: count += 1
    }
  }

  /// Takes an answer to something that was sent; false when it is none.
  private mutating func takeAnswer(_ isAdmitted: Bool) -> Bool {
    guard isAdmitted, unansweredBytes >= Self.bytesPerAnswer else { return false }
    unansweredBytes -= Int32(Self.bytesPerAnswer)
    return true
  }

  /// Ends a read.
  ///
  /// - Returns: for how many nanoseconds the connection is not to be read, and whether in small portions afterwards.
  mutating func endRead(at now: Uptime) -> (wait: Int64, isMany: Bool) {
    guard count > 0 else { return (0, false) }
    defer { count = 0 }
    var bucket = bucket ?? TokenBucket(rate, at: now)
    let wait = bucket.takeOnCredit(rate, count: Int64(count), at: now)
    self.bucket = bucket
    return (wait, Int(count) > Self.manyPerRead)
  }
}
