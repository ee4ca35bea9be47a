/// Lengths of time as people write them: `90s`, `5m`, `2h`, `1d`, or a bare number of seconds.
public enum DurationText {
  /// What is taken, for people.
  public static let form = "a number with s, m, h or d, such as 90s, 5m, 1h or 2d"

  /// The seconds that `text` says: above 0 and up to a year; nil when it says none.
  public static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    let factor = text.last.flatMap { units[$0] }
    let number = factor == nil ? text : String(text.dropLast())
    guard !number.isEmpty, number.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
      let value = Double(number)
    else { return nil }
    let seconds = value * (factor ?? 1)
    return seconds > 0 && seconds <= Parameters.longest ? seconds : nil
  }
}
