/// Lengths of time as people write them: `90s`, `5m`, `2h`, `1d`, or a bare number of seconds.
public enum DurationText {
  /// What is taken, for people.
  public static let form = "a number with s, m, h or d, such as 90s, 5m, 1h or 2d"

  /// The seconds that stand behind a letter.
  static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]

  /// The seconds that `text` says: above 0 and up to a year; nil when it says none.
  public static func seconds(_ text: String) -> Double? {
    guard let seconds = Quantity.number(text, units: units), seconds > 0, seconds <= Parameters.longest else {
      return nil
    }
    return seconds
  }

  /// Whether `text` says a time, and one of more than a year.
  static func isTooLong(_ text: String) -> Bool {
    Quantity.number(text, units: units).map { $0 > Parameters.longest } ?? false
  }

  /// `seconds` in the largest unit that makes a whole number of them, else in seconds: `1d`, `90s`, `0.5s`.
  public static func text(_ seconds: Double) -> String {
    guard seconds != 0 else { return "0" }
    guard let exact = Int64(exactly: seconds) else { return "\(Parameters.text(ofSeconds: seconds))s" }
    return Quantity.text(exact, units: [("d", 86_400), ("h", 3_600), ("m", 60)]) ?? "\(exact)s"
  }
}

/// Numbers with a unit of one letter behind them.
enum Quantity {
  /// What `text` says: digits and at most one point, and behind them one of `units` or none; nil when it says none.
  static func number(_ text: String, units: [Character: Double]) -> Double? {
    let factor = text.last.flatMap { units[$0] }
    let number = factor == nil ? text : String(text.dropLast())
    guard !number.isEmpty, number.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
      let value = Double(number)
    else { return nil }
    return value * (factor ?? 1)
  }

  /// `number` in the first of `units` that makes a whole number of it; nil where none does.
  static func text(_ number: Int64, units: [(name: String, factor: Int64)]) -> String? {
    guard number > 0, let unit = units.first(where: { number % $0.factor == 0 }) else { return nil }
    return "\(number / unit.factor)\(unit.name)"
  }
}
