extension WallTime {
  /// `2014-03-04T20:32:30.125Z`: RFC 3339 in UTC, to the millisecond; what machines read.
  public var utcText: String {
    let (day, ofDay) = microseconds.quotientAndRemainder(floorDividingBy: 86_400_000_000)
    let date = Self.date(ofDay: day)
    let milliseconds = ofDay / 1_000
    let seconds = milliseconds / 1_000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, to: 2) }
    return "\(Self.padded(date.year, to: 4))-\(Self.padded(date.month, to: 2))-\(Self.padded(date.day, to: 2))"
      + "T\(clock.joined(separator: ":")).\(Self.padded(milliseconds % 1_000, to: 3))Z"
  }

  /// `2014-03-04 20:32 UTC`, rounded up: what people read of when something ends, wherever they are.
  public var minuteText: String {
    let minute: Int64 = 60_000_000
    let text = WallTime(microseconds: microseconds + (minute - 1)).utcText
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
  }

  /// The date of a day counted from 1970-01-01 in the Gregorian calendar.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days: years begin in March, so that
  /// the leap day is the last one, and 400 of them repeat.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, ofEra) = (day + 719_468).quotientAndRemainder(floorDividingBy: 146_097)
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * ofYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * march + 2) / 5 + 1)
  }

  private static func padded(_ number: Int64, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int64 {
  /// Rounded towards minus infinity, so that times before 1970 keep their place in the day.
  fileprivate func quotientAndRemainder(floorDividingBy divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
