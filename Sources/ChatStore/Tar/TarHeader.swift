/// The header of a member: one block of the ustar interchange format (POSIX.1-2017, pax, "ustar Interchange Format"). A size
/// that its eleven octal digits do not hold stands there as GNU tar and others have it: a binary number of 95 bits behind a
/// set one (GNU tar manual, "Basic Tar Format").
///
/// There is exactly one way in which we write the header of a member (mode 0600, owner and group 0 without names), and
/// no other is read: so every bit of it is checked.
enum TarHeader {
  static let blockSize = 512
  static let nameLength = 100

  /// Where the fields stand that we look at.
  private enum Field {
    static let name = 0..<100
    static let mode = 100..<108
    static let user = 108..<116
    static let group = 116..<124
    static let size = 124..<136
    static let time = 136..<148
    static let checksum = 148..<156
    static let type = 156
    static let magic = 257..<265
    static let major = 329..<337
    static let minor = 337..<345
  }

  /// "ustar", NUL, version "00".
  private static let magic = Array("ustar".utf8) + [0] + Array("00".utf8)

  /// The header of `member`.
  ///
  /// - Throws: `TarError` when the format can't hold it.
  static func block(of member: TarMember) throws(TarError) -> [UInt8] {
    guard TarMember.isSound(member.name) else { throw .badName(member.name) }
    guard (0...TarMember.maximumSize).contains(member.size), (0...TarMember.maximumOctal).contains(member.time) else {
      throw .tooLarge(member.name)
    }
    var block = [UInt8](repeating: 0, count: blockSize)
    block.replaceSubrange(0..<member.name.utf8.count, with: member.name.utf8)
    put(0o600, in: Field.mode, of: &block)
    for field in [Field.user, Field.group, Field.major, Field.minor] {
      put(0, in: field, of: &block)
    }
    if member.size <= TarMember.maximumOctal {
      put(member.size, in: Field.size, of: &block)
    } else {
      putBinary(member.size, in: Field.size, of: &block)
    }
    put(member.time, in: Field.time, of: &block)
    block[Field.type] = UInt8(ascii: "0")
    block.replaceSubrange(Field.magic, with: magic)
    // The checksum is taken with blanks in its own place; six digits, NUL and a blank is how it is written.
    block.replaceSubrange(Field.checksum, with: [UInt8](repeating: 0x20, count: 8))
    let sum = block.reduce(Int64(0)) { $0 + Int64($1) }
    put(sum, in: Field.checksum.lowerBound..<Field.checksum.upperBound - 1, of: &block)
    return block
  }

  /// The member that the header `block` speaks of.
  ///
  /// - Parameter previous: the name of the member before, for the error.
  /// - Throws: `TarError` for anything but what `block(of:)` writes.
  static func member(of block: [UInt8], after previous: String?) throws(TarError) -> TarMember {
    guard block.count == blockSize, block[Field.magic].elementsEqual(magic) else {
      throw previous == nil ? .notAnArchive : .badHeader(after: previous)
    }
    let name = String(decoding: block[Field.name].prefix { $0 != 0 }, as: UTF8.self)
    guard TarMember.isSound(name) else { throw .badName(name) }
    guard block[Field.type] == UInt8(ascii: "0") else { throw .notRegular(name) }
    let isBinary = block[Field.size.lowerBound] == binaryMark
    guard let size = isBinary ? binary(in: Field.size, of: block) : number(in: Field.size, of: block),
      let time = number(in: Field.time, of: block)
    else {
      throw .badHeader(after: previous)
    }
    let member = TarMember(name: name, size: size, time: time)
    guard try Self.block(of: member) == block else { throw .badHeader(after: previous) }
    return member
  }

  /// Writes octal digits that fill the field but for a NUL at its end.
  private static func put(_ number: Int64, in field: Range<Int>, of block: inout [UInt8]) {
    var rest = number
    for index in (field.lowerBound..<field.upperBound - 1).reversed() {
      block[index] = UInt8(ascii: "0") + UInt8(rest & 7)
      rest >>= 3
    }
    block[field.upperBound - 1] = 0
  }

  private static let binaryMark: UInt8 = 0x80

  private static func putBinary(_ number: Int64, in field: Range<Int>, of block: inout [UInt8]) {
    block[field.lowerBound] = binaryMark
    for (place, index) in field.dropFirst().reversed().enumerated() {
      block[index] = place < 8 ? UInt8(truncatingIfNeeded: number >> (8 * place)) : 0
    }
  }

  /// Nil for what no Int64 holds.
  private static func binary(in field: Range<Int>, of block: [UInt8]) -> Int64? {
    let bytes = block[field].dropFirst()
    guard bytes.dropLast(8).allSatisfy({ $0 == 0 }) else { return nil }
    return Int64(exactly: bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private static func number(in field: Range<Int>, of block: [UInt8]) -> Int64? {
    let digits = block[field].dropLast()
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 << 3 | Int64($1 - UInt8(ascii: "0")) }
  }
}

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

/// Says what bytes an archive consists of around those of its members: pure, the caller writes them.
///
/// For each member `begin`, then its bytes, then `padding`; at the end `end`. Source: POSIX.1-2017, pax, "ustar
/// Interchange Format"; any tar unpacks what comes out.
public enum TarWriter {
  /// The block before the bytes of `member`.
  ///
  /// - Throws: `TarError` when the format can't hold it.
  public static func begin(_ member: TarMember) throws(TarError) -> [UInt8] {
    try TarHeader.block(of: member)
  }

  /// The bytes behind those of `member`: zeros up to a whole block.
  public static func padding(after member: TarMember) -> [UInt8] {
    [UInt8](repeating: 0, count: member.padding)
  }

  /// The two blocks of zeros that end an archive.
  public static let end = [UInt8](repeating: 0, count: endLength)

  /// The size of an archive of members of these sizes.
  public static func archiveSize(of members: [TarMember]) -> Int64 {
    members.reduce(Int64(endLength)) { $0 + Int64(TarHeader.blockSize) + $1.size + Int64($1.padding) }
  }

  static let endLength = 2 * TarHeader.blockSize
}
