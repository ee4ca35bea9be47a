/// Amounts of bytes as people read them, in powers of 1,000.
enum ByteText {
  private static let units: [(factor: Int64, name: String)] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]

  /// `999 B`, `12.1 MB`.
  static func text(_ bytes: Int64) -> String {
    guard let unit = unit(for: bytes) else { return "\(bytes) B" }
    return "\(tenths(bytes, unit.factor)) \(unit.name)"
  }

  /// `12.1 of 34.5 MB`: both in the unit of the whole.
  static func pair(_ part: Int64, of whole: Int64) -> String {
    guard let unit = unit(for: whole) else { return "\(part) of \(whole) B" }
    return "\(tenths(part, unit.factor)) of \(tenths(whole, unit.factor)) \(unit.name)"
  }

  private static func unit(for bytes: Int64) -> (factor: Int64, name: String)? {
    units.first { bytes >= $0.factor }
  }

  private static func tenths(_ bytes: Int64, _ factor: Int64) -> String {
    let tenths = bytes / (factor / 10)
    return "\(tenths / 10).\(tenths % 10)"
  }
}
