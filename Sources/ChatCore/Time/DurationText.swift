/// Lengths of time as people type them: `90s`, `5m`, `1h`, `2d`, `1.5h`; a number without a letter is seconds.
public enum DurationText {
  /// What is taken, for people.
  public static let form = "a number with s, m, h or d, such as 90s, 5m, 1h or 2d"

  /// The seconds that `text` stands for; nil when it is no length of time, or one of more than a hundred years.
  public static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    let unit = text.last.flatMap { units[$0] }
    let number = unit == nil ? text[...] : text.dropLast()
    // Digits with at most a point: no sign, exponent, blank, "nan" or "inf".
    guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), number.utf8.first != 0x2E,
      number.utf8.last != 0x2E, let value = Double(number)
    else { return nil }
    let seconds = value * (unit ?? 1)
    return seconds <= 100 * 365 * 86_400 ? seconds : nil
  }
}
