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
