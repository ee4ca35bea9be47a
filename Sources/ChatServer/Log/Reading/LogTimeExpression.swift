import ChatCore

/// The values of `--since` and `--until`: a time, or how long ago it was.
public enum LogTimeExpression {
  /// The forms that are taken, for people to read.
  public static let forms =
    "a time like 2014-03-04 21:00, 2014-03-04T21:00:00+01:00, 2014-03-04 or 21:00 (of today), or how long ago it was, "
    + "like 30s, 30m, 2h, 3d, 1w or 1h30m"

  /// The time that `text` means at `now`; nil when it is none. A day means its first moment.
  public static func time(_ text: String, now: WallTime) -> WallTime? {
    let text = text.trimmingBlanks
    if let age = seconds(text) {
      return WallTime(microseconds: now.microseconds - age * 1_000_000)
    }
    if text.utf8.count <= 8, text.utf8.contains(UInt8(ascii: ":")) {
      return CivilTime("\(LocalTime(now).date) \(text)".utf8)?.wallTime
    }
    return CivilTime(text.utf8)?.wallTime
  }

  /// `2h`, `1h30m`: numbers each with its unit, in seconds; a hundred years at most.
  private static func seconds(_ text: String) -> Int64? {
    var total: Int64 = 0
    var number: Int64?
    for byte in text.utf8 {
      if (48...57).contains(byte) {
        let value = (number ?? 0) * 10 + Int64(byte - 48)
        guard value <= longest else { return nil }
        number = value
      } else {
        guard let count = number, let unit = units[byte] else { return nil }
        total += count * unit
        number = nil
        guard total <= longest else { return nil }
      }
    }
    return number == nil && !text.isEmpty ? total : nil
  }

  private static let longest: Int64 = 100 * 365 * 86_400
  private static let units: [UInt8: Int64] = [
    UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3_600, UInt8(ascii: "d"): 86_400,
    UInt8(ascii: "w"): 7 * 86_400,
  ]
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
