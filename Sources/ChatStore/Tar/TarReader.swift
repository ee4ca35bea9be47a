/// Takes an archive apart as its bytes come, and refuses whatever `TarWriter` would not have written: links, absolute
/// names, wrong checksums, damaged padding, a missing end, bytes after it. Pure: no input makes it trap or grow.
public struct TarReader {
  /// A piece of an archive.
  public enum Piece {
    /// A member begins.
    case member(TarMember)
    /// The next of its bytes; they belong to the input that was given.
    case bytes(UnsafeRawBufferPointer)
    /// It is whole.
    case endOfMember(TarMember)
  }

  private enum State {
    /// Blocks come that are headers or zeros; so many bytes of the next one are in `block`.
    case header
    case body(TarMember, left: Int64)
    case padding(TarMember, left: Int)
    /// So many zeros of the end mark have come.
    case end(Int)
  }

  private var state = State.header
  private var block: [UInt8] = []
  private var previous: String?

  /// A reader at the beginning of an archive.
  public init() {
    block.reserveCapacity(TarHeader.blockSize)
  }

  /// The next piece in `input`, which loses its bytes; nil when the input is used up.
  ///
  /// - Throws: `TarError`; nothing may be read after it.
  public mutating func next(_ input: inout Slice<UnsafeRawBufferPointer>) throws(TarError) -> Piece? {
    while true {
      switch state {
      case .header:
        guard let member = try header(&input) else {
          if case .end = state { continue }
          return nil
        }
        state = .body(member, left: member.size)
        previous = member.name
        return .member(member)
      case .body(let member, left: 0):
        state = .padding(member, left: member.padding)
        return .endOfMember(member)
      case .body(let member, let left):
        guard !input.isEmpty else { return nil }
        let count = Int(min(left, Int64(input.count)))
        let bytes = UnsafeRawBufferPointer(rebasing: input.prefix(count))
        input = input.dropFirst(count)
        state = .body(member, left: left - Int64(count))
        return .bytes(bytes)
      case .padding(_, left: 0):
        state = .header
      case .padding(let member, let left):
        guard !input.isEmpty else { return nil }
        let zeros = input.prefix(left)
        guard zeros.allSatisfy({ $0 == 0 }) else { throw .badPadding(after: member.name) }
        input = input.dropFirst(zeros.count)
        state = .padding(member, left: left - zeros.count)
      case .end(let count):
        guard !input.isEmpty else { return nil }
        let zeros = input.prefix(TarWriter.endLength - count)
        guard !zeros.isEmpty, zeros.allSatisfy({ $0 == 0 }) else { throw .trailingBytes }
        input = input.dropFirst(zeros.count)
        state = .end(count + zeros.count)
      }
    }
  }

  /// Checks that the archive is whole, once all its bytes were given.
  ///
  /// - Throws: `TarError.truncated`; `.notAnArchive` when there was not even a header.
  public func finish() throws(TarError) {
    if case .end(TarWriter.endLength) = state { return }
    if case .header = state, previous == nil { throw .notAnArchive }
    throw .truncated(in: previous)
  }

  /// The member whose header is whole now; nil when the input ended, or when it was the end mark.
  private mutating func header(_ input: inout Slice<UnsafeRawBufferPointer>) throws(TarError) -> TarMember? {
    let bytes = input.prefix(TarHeader.blockSize - block.count)
    block.append(contentsOf: bytes)
    input = input.dropFirst(bytes.count)
    guard block.count == TarHeader.blockSize else { return nil }
    defer { block.removeAll(keepingCapacity: true) }
    // An archive without a member is none of ours.
    if previous != nil, block.allSatisfy({ $0 == 0 }) {
      state = .end(TarHeader.blockSize)
      return nil
    }
    return try TarHeader.member(of: block, after: previous)
  }
}

/// Why bytes are not an archive that we take: each names the member that it is about, where there is one.
public enum TarError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The first block is no header of an archive.
  case notAnArchive
  /// A header is damaged: its checksum, or a field that is none.
  case badHeader(after: String?)
  /// A name that could lead out of the directory it is unpacked into, or that is none.
  case badName(String)
  /// A link, directory, device or extension, where only regular files are taken.
  case notRegular(String)
  /// A file of more than 4 TiB.
  case tooLarge(String)
  /// Bytes behind a member, which should be zero, are not.
  case badPadding(after: String)
  /// The archive ends within this member, or before its end mark.
  case truncated(in: String?)
  /// Bytes follow the end of the archive.
  case trailingBytes

  /// The member that is meant; nil when it is about the archive as a whole.
  public var member: String? {
    switch self {
    case .badHeader(let name), .truncated(let name): name
    case .badName(let name), .notRegular(let name), .tooLarge(let name), .badPadding(let name): name
    case .notAnArchive, .trailingBytes: nil
    }
  }

  /// The reason, to follow a name.
  public var description: String {
    switch self {
    case .notAnArchive: "it is no tar archive"
    case .badHeader(nil): "the first header is damaged"
    case .badHeader(.some): "the header after it is damaged"
    case .badName: "a file of that name does not belong there"
    case .notRegular: "it is not a regular file"
    case .tooLarge: "it is larger than 4 TiB, which the archive can't hold"
    case .badPadding: "the bytes after it are damaged"
    case .truncated: "the archive is cut short there"
    case .trailingBytes: "something follows the end of the archive"
    }
  }
}
