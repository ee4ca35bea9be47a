/// Amounts of bytes as people read them.
public enum ByteText {
  private typealias Unit = (factor: Int64, name: String)

  /// Powers of 1,000, for what is sent and stored.
  private static let decimalUnits: [Unit] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
  /// Powers of 1,024, for memory, disks and limits.
  private static let binaryUnits: [Unit] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]

  /// The bytes that stand behind a letter that a person types.
  static let units: [Character: Double] = [
    "K": Double(1 << 10), "M": Double(1 << 20), "G": Double(1 << 30), "T": Double(1 << 40),
  ]

  /// As a person types it, in the largest unit that makes a whole number of it: `2G`, `1500`.
  public static func exact(_ bytes: Int64) -> String {
    Quantity.text(bytes, units: [("T", 1 << 40), ("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]) ?? String(bytes)
  }

  /// `999 B`, `12.1 MB`.
  public static func text(_ bytes: Int64) -> String {
    guard let unit = unit(for: bytes) else { return "\(bytes) B" }
    return "\(tenths(bytes, unit.factor)) \(unit.name)"
  }

  /// `12.1 of 34.5 MB`: both in the unit of the whole.
  public static func pair(_ part: Int64, of whole: Int64) -> String {
    guard let unit = unit(for: whole) else { return "\(part) of \(whole) B" }
    return "\(tenths(part, unit.factor)) of \(tenths(whole, unit.factor)) \(unit.name)"
  }

  /// `999 bytes`, `12.3 MiB`.
  public static func binary(_ bytes: Int64) -> String {
    guard let unit = binaryUnits.first(where: { bytes >= $0.factor }) else { return "\(bytes) bytes" }
    return "\(String(tenthsOf: Double(bytes) / Double(unit.factor))) \(unit.name)"
  }

  private static func unit(for bytes: Int64) -> Unit? {
    decimalUnits.first { bytes >= $0.factor }
  }

  /// Rounded down, so that what is not all there never looks as if it were.
  private static func tenths(_ bytes: Int64, _ factor: Int64) -> String {
    String(tenths: bytes / (factor / 10))
  }
}
