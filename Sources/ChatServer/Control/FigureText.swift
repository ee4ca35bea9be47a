/// Figures as people read them.
enum FigureText {
  /// `1d 2h 0m 5s`; what is zero at its beginning is left out.
  static func duration(_ seconds: Double) -> String {
    let whole = Int64(seconds)
    let parts = [(whole / 86_400, "d"), (whole / 3_600 % 24, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")]
    return parts.drop { $0.0 == 0 && $0.1 != "s" }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
  }
}
