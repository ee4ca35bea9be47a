/// When the messages of an open loop are due: so many a second, whatever the server does. Pure.
struct Pace {
  private let perSecond: Double
  private let start: Int64
  private var taken: Int64 = 0

  /// `perSecond` messages from `start` on, which is a time of the steady clock in nanoseconds.
  init(perSecond: Double, start: Int64) {
    self.perSecond = perSecond
    self.start = start
  }

  /// When the next one is due.
  var nextDue: Int64 { start + Int64(Double(taken) / perSecond * 1e9) }

  /// When the next one was due, if that was by `now`. Each once.
  mutating func take(by now: Int64) -> Int64? {
    let due = nextDue
    guard due <= now else { return nil }
    taken += 1
    return due
  }
}
