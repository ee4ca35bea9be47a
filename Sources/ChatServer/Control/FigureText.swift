/// Figures as people read them.
enum FigureText {
  /// `1d 2h 0m 5s`; what is zero at its beginning is left out.
  static func duration(_ seconds: Double) -> String {
    let whole = Int64(seconds)
    let parts = [(whole / 86_400, "d"), (whole / 3_600 % 24, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")]
    return parts.drop { $0.0 == 0 && $0.1 != "s" }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
  }

  /// With one digit after the point.
  static func tenths(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// `12.3 MiB`.
  static func bytes(_ count: Int64) -> String {
    var value = Double(count)
    for unit in ["bytes", "KiB", "MiB", "GiB"] {
      if value < 1_024 || unit == "GiB" {
        return unit == "bytes" ? "\(count) bytes" : "\(tenths(value)) \(unit)"
      }
      value /= 1_024
    }
    return "\(count) bytes"
  }
}
