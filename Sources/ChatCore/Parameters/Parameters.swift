/// The values of the four live parameters.
public struct Parameters: Hashable, Sendable {
  /// How many people may be online at once; 0 to 1,000,000, 0 lets nobody in.
  public private(set) var maxCon = 1000
  /// Seconds, 0 to 31,536,000.
  public private(set) var blockTime = 60.0
  /// Seconds, 0 to 31,536,000.
  public private(set) var lastHour = 3600.0
  /// Seconds, above 0 and up to 31,536,000; nil is never, and 0 where it is written.
  public private(set) var timeOut: Double?

  /// The longest time that a parameter may hold, in seconds: a year.
  public static let longest = 31_536_000.0

  /// The values that hold where no para.txt is.
  public init() {}

  /// The same for the original's files: to that program a TIME_OUT of 0 would put everybody out at once.
  public var original: Parameters {
    var original = self
    original.timeOut = timeOut ?? Self.longest
    return original
  }

  /// The value of `parameter` as para.txt shows it: an integer, or decimal seconds with a fraction.
  public func text(of parameter: Parameter) -> String {
    switch parameter {
    case .maxCon: String(maxCon)
    case .blockTime: Self.text(ofSeconds: blockTime)
    case .lastHour: Self.text(ofSeconds: lastHour)
    case .timeOut: Self.text(ofSeconds: timeOut ?? 0)
    }
  }

  /// Sets `parameter` to what `text` says (`60`, `60.0` and `1e3` are seconds; MaxCon takes digits alone).
  ///
  /// - Returns: whether `text` is a value in range; nothing changes when it is not.
  public mutating func set(_ parameter: Parameter, to text: String) -> Bool {
    if parameter == .maxCon {
      guard let value = Self.integer(text), value <= 1_000_000 else { return false }
      maxCon = value
      return true
    }
    guard let value = Self.seconds(text) else { return false }
    switch parameter {
    case .maxCon: return false
    case .blockTime: blockTime = value
    case .lastHour: lastHour = value
    case .timeOut: timeOut = value == 0 ? nil : value
    }
    return true
  }

  /// Decimal seconds, always with a fraction: `60.0`, `0.5`, `1000.0`.
  public static func text(ofSeconds seconds: Double) -> String {
    let text = String(seconds)
    guard text.contains("e") else { return text }
    // Only numbers below 1e-4 print with an exponent within our range; a plain fraction reads back the same to 1 ns.
    let nanoseconds = String(Int64((seconds * 1e9).rounded()))
    return "0." + String(repeating: "0", count: max(0, 9 - nanoseconds.count)) + nanoseconds
  }

  private static func integer(_ text: String) -> Int? {
    guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }

  private static func seconds(_ text: String) -> Double? {
    // Double() also reads hexadecimal, `inf` and `nan`, which nobody means.
    guard text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }), let value = Double(text),
      value.isFinite, (0...longest).contains(value)
    else { return nil }
    // What `text(ofSeconds:)` can't show is not taken: a value written to para.txt has to come back as it was.
    let shown = value < 1e-4 ? (value * 1e9).rounded() / 1e9 : value
    return shown == 0 ? 0 : shown
  }
}
