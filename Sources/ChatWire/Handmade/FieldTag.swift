/// What stands before a field whose number is below 16: the number, and how its value is written.
enum FieldTag {
  /// A number follows, as long as it needs to be.
  @inline(__always)
  static func varint(_ number: UInt8) -> UInt8 { number << 3 }
  /// Eight bytes follow.
  @inline(__always)
  static func fixed64(_ number: UInt8) -> UInt8 { number << 3 | 1 }
  /// A length follows, and so many bytes.
  @inline(__always)
  static func bytes(_ number: UInt8) -> UInt8 { number << 3 | 2 }
}
