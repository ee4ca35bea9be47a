extension Array where Element == UInt8 {
  /// The UTF-8 byte order mark that editors of other systems put in front of a text: it is no part of what stands there.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The bytes behind a byte order mark; all of them where there is none. From any queue.
  public var behindByteOrderMark: ArraySlice<UInt8> {
    starts(with: Self.byteOrderMark) ? dropFirst(Self.byteOrderMark.count) : self[...]
  }
}
