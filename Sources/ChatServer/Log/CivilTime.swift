import ChatCore
import Glibc

/// A date and time as people write it: `2014-03-04`, `2014-03-04 21:32`, `2014-03-04T21:32:30.125+01:00` (RFC 3339).
///
/// Read byte by byte: it is done for every line of every log.
struct CivilTime: Hashable {
  private var year = 0
  private var month = 0
  private var day = 0
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var microseconds: Int64 = 0
  /// Seconds east of UTC; nil when none is named.
  private var offset: Int?

  /// Reads `text` from its start to its end; nil when it is no time. The date and time are divided by `T`, a blank or
  /// the `_` of our file names.
  init?(_ text: some Collection<UInt8>) {
    var rest = Digits(Array(text)[...])
    guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
      let day = rest.number(2), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    if rest.isAtEnd { return }
    guard rest.take("T") || rest.take("t") || rest.take(" ") || rest.take("_"), let hour = rest.number(2),
      rest.take(":"), let minute = rest.number(2), hour < 24, minute < 60
    else { return nil }
    (self.hour, self.minute) = (hour, minute)
    if rest.take(":") {
      guard let second = rest.number(2), second <= 60 else { return nil }
      self.second = second
      if rest.take(".") {
        guard let fraction = rest.fraction() else { return nil }
        microseconds = fraction
      }
    }
    if !rest.isAtEnd {
      guard let offset = Self.offset(&rest) else { return nil }
      self.offset = offset
    }
    guard rest.isAtEnd else { return nil }
  }

  /// The moment that is meant: in the zone that is named, else in this machine's. Nil when there is no such local time.
  var wallTime: WallTime? {
    guard let offset else { return localTime }
    let seconds = Int64(Self.days(year, month, day)) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
    return WallTime(microseconds: seconds * 1_000_000 + microseconds)
  }

  private var localTime: WallTime? {
    var parts = tm()
    parts.tm_year = Int32(year - 1_900)
    parts.tm_mon = Int32(month - 1)
    parts.tm_mday = Int32(day)
    parts.tm_hour = Int32(hour)
    parts.tm_min = Int32(minute)
    parts.tm_sec = Int32(second)
    parts.tm_isdst = -1
    let seconds = mktime(&parts)
    // mktime(3) makes 2 March of 30 February.
    guard parts.tm_mday == Int32(day) else { return nil }
    return WallTime(microseconds: Int64(seconds) * 1_000_000 + microseconds)
  }

  private static func offset(_ rest: inout Digits) -> Int? {
    if rest.take("Z") || rest.take("z") { return 0 }
    let isWest = rest.take("-")
    guard isWest || rest.take("+"), let hours = rest.number(2), rest.take(":"), let minutes = rest.number(2),
      hours < 24,
      minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  /// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// Decimal digits and what stands between them.
private struct Digits {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool {
    rest.isEmpty
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ count: Int) -> Int? {
    guard rest.count >= count, rest.prefix(count).allSatisfy({ (48...57).contains($0) }) else { return nil }
    defer { rest.removeFirst(count) }
    return rest.prefix(count).reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// The digits after a decimal point, in millionths; nil when there are none.
  mutating func fraction() -> Int64? {
    let digits = rest.prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    var value: Int64 = 0
    for place in 0..<6 {
      value = value * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - 48) : 0)
    }
    return value
  }
}
