import ChatCore

/// How fast bytes move, smoothed, so that a person can read it. Time is passed in.
struct TransferRate {
  /// What is further back than about so many seconds counts for little.
  private static let horizon = 3.0

  /// Nil until two moments are known.
  private(set) var bytesPerSecond: Double?
  private var last: (bytes: Int64, at: Uptime)

  /// So many bytes had moved at `now`, where it begins.
  init(bytes: Int64, at now: Uptime) {
    last = (bytes, now)
  }

  /// So many bytes have moved by `now`. Fewer than before, or a moment without time, begin anew.
  mutating func note(_ bytes: Int64, at now: Uptime) {
    let seconds = now.seconds(since: last.at)
    guard seconds > 0, bytes >= last.bytes else {
      last = (bytes, now)
      return
    }
    let current = Double(bytes - last.bytes) / seconds
    let weight = seconds / (seconds + Self.horizon)
    bytesPerSecond = bytesPerSecond.map { $0 + (current - $0) * weight } ?? current
    last = (bytes, now)
  }

  /// In how many seconds `bytes` more will have moved; nil when nothing moves.
  func seconds(for bytes: Int64) -> Double? {
    guard let bytesPerSecond, bytesPerSecond >= 1 else { return nil }
    return Double(bytes) / bytesPerSecond
  }
}
