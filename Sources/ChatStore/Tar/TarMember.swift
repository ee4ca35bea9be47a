/// One regular file of an archive.
public struct TarMember: Hashable, Sendable {
  /// Its name: 1 to 100 bytes of ASCII, parts divided by single slashes, none of them `.` or `..`.
  public let name: String
  /// The number of its bytes, 0 to `maximumSize`.
  public let size: Int64
  /// When it was last changed: whole seconds since 1970, 0 or later.
  public let time: Int64

  /// A member of these values. Whether an archive can hold it is checked when its header is written.
  public init(name: String, size: Int64, time: Int64) {
    self.name = name
    self.size = size
    self.time = time
  }

  /// The largest number that eleven octal digits hold: 8 GiB less one.
  public static let maximumOctal: Int64 = 0o777_7777_7777
  /// The largest size that is taken, 4 TiB: as many members of it as a manifest can list are added up without overflow.
  public static let maximumSize: Int64 = 1 << 42

  /// True when `name` may stand in an archive of ours: it never leads out of the directory it is unpacked into.
  static func isSound(_ name: some StringProtocol) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return (1...TarHeader.nameLength).contains(name.utf8.count) && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      && parts.allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
  }

  /// How many zero bytes follow its bytes, to fill the last block.
  var padding: Int {
    Int((Int64(TarHeader.blockSize) - size % Int64(TarHeader.blockSize)) % Int64(TarHeader.blockSize))
  }
}
