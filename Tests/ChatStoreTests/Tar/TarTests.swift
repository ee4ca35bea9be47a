import ChatTestSupport
import Foundation
import Testing

@testable import ChatStore

/// Archives there and back, and everything that is none.
@Suite struct TarTests {
  private struct Content: Hashable {
    let name: String
    let bytes: [UInt8]
  }

  private static let samples = [
    Content(name: "empty", bytes: []), Content(name: "dir/one", bytes: [7]),
    Content(name: "block", bytes: [UInt8](repeating: 1, count: 512)),
    Content(name: "more", bytes: [UInt8](repeating: 2, count: 1_300)),
    Content(name: String(repeating: "n", count: 100), bytes: [3]),
  ]

  private static func archive(_ contents: [Content]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for content in contents {
      let member = TarMember(name: content.name, size: Int64(content.bytes.count), time: 1_393_986_400)
      bytes += try TarWriter.begin(member) + content.bytes + TarWriter.padding(after: member)
    }
    return bytes + TarWriter.end
  }

  /// Reads `bytes` in steps of `step`.
  private static func read(_ bytes: [UInt8], step: Int = .max) throws -> [Content] {
    var reader = TarReader()
    var contents: [Content] = []
    var current: [UInt8] = []
    try bytes.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count {
        let end = start + min(step, bytes.count - start)
        var rest = bytes[start..<end]
        while let piece = try reader.next(&rest) {
          switch piece {
          case .member: current = []
          case .bytes(let bytes): current += bytes
          case .endOfMember(let member): contents.append(Content(name: member.name, bytes: current))
          }
        }
        #expect(rest.isEmpty)
        start = end
      }
    }
    try reader.finish()
    return contents
  }

  @Test(arguments: [1, 7, 511, 512, 513, 10_000]) func comesBackInSteps(of step: Int) throws {
    #expect(try Self.read(try Self.archive(Self.samples), step: step) == Self.samples)
  }

  @Test func otherProgramsUnpackIt() throws {
    let directory = try TemporaryDirectory()
    try directory.write(try Self.archive(Self.samples), to: "a.tar")
    let tar = try ChildProcess("/bin/tar", ["-xf", "a.tar"], directory: directory.path)
    #expect(try tar.wait() == 0, "\(tar.errors)")
    #expect(tar.errors.isEmpty)
    for sample in Self.samples {
      #expect(try directory.bytes(of: sample.name) == sample.bytes)
    }
  }

  @Test func whatOtherProgramsPackIsRefusedUnlessItIsTheSame() throws {
    let directory = try TemporaryDirectory()
    try directory.write("hello", to: "file")
    for arguments in [
      ["-cf", "a.tar", "file"], ["--format=ustar", "-cf", "a.tar", "."], ["-cPf", "a.tar", "/etc/hostname"],
    ] {
      try ChildProcess("/bin/tar", arguments, directory: directory.path).wait()
      #expect(throws: TarError.self) { try Self.read(try directory.bytes(of: "a.tar")) }
    }
  }

  @Test func cutShortAnywhereIsRefused() throws {
    let bytes = try Self.archive(Self.samples)
    for end in stride(from: 0, to: bytes.count, by: 512) {
      #expect(throws: TarError.self, "at \(end)") { try Self.read(Array(bytes[..<end])) }
      #expect(throws: TarError.self, "at \(end + 1)") { try Self.read(Array(bytes[..<(end + 1)])) }
    }
  }

  @Test func anythingBehindTheEndIsRefused() throws {
    let bytes = try Self.archive(Self.samples)
    for extra in [[UInt8](repeating: 0, count: 512), [1], bytes] {
      #expect(throws: TarError.trailingBytes) { try Self.read(bytes + extra) }
    }
  }

  @Test(arguments: [
    "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".", "./a", "", "a b", "a\u{1B}", "ä",
    String(repeating: "n", count: 101),
  ]) func aNameThatLeadsElsewhereIsRefused(_ name: String) throws {
    let member = TarMember(name: name, size: 0, time: 0)
    #expect(throws: TarError.badName(name)) { try TarWriter.begin(member) }
    // The same by somebody who writes headers with another program.
    var block = try TarWriter.begin(TarMember(name: "a", size: 0, time: 0))
    block.replaceSubrange(0..<100, with: (Array(name.utf8) + [UInt8](repeating: 0, count: 100)).prefix(100))
    Self.mendChecksum(of: &block)
    #expect(throws: TarError.self) {
      let contents = try Self.read(block + TarWriter.end)
      // The name of 101 bytes fits when it is cut: then it is another name, and a sound one.
      if name.utf8.count > 100, contents.map(\.name) == [String(name.prefix(100))] { throw TarError.badName(name) }
    }
  }

  @Test(arguments: Array("123456 7xgLKSVMN\0")) func onlyRegularFilesAreTaken(_ type: Character) throws {
    var block = try TarWriter.begin(TarMember(name: "a", size: 0, time: 0))
    block[156] = try #require(type.asciiValue)
    Self.mendChecksum(of: &block)
    #expect(throws: TarError.notRegular("a")) { try Self.read(block + TarWriter.end) }
  }

  @Test func hugeSizesNeitherTrapNorAllocate() throws {
    for size in [TarMember.maximumOctal, TarMember.maximumOctal + 1, 20 << 30, TarMember.maximumSize] {
      let member = TarMember(name: "a", size: size, time: 0)
      let header = try TarWriter.begin(member)
      #expect(try TarHeader.member(of: header, after: nil) == member)
      // A size up to 8 GiB has one spelling, and a larger one another.
      #expect((header[124] == 0x80) == (size > TarMember.maximumOctal))
      var other = header
      other[125] ^= 1
      Self.mendChecksum(of: &other)
      #expect(throws: TarError.self) {
        let found = try TarHeader.member(of: other, after: nil)
        if found.size != size, header[124] != 0x80 { throw TarError.tooLarge("another size is another size") }
      }
    }
    let member = TarMember(name: "a", size: TarMember.maximumSize, time: 0)
    #expect(throws: TarError.truncated(in: "a")) { try Self.read(try TarWriter.begin(member) + [1, 2, 3]) }
    #expect(throws: TarError.tooLarge("a")) {
      try TarWriter.begin(TarMember(name: "a", size: TarMember.maximumSize + 1, time: 0))
    }
    // A binary size for what octal digits hold.
    var block = try TarWriter.begin(TarMember(name: "a", size: 0, time: 0))
    block[124] = 0x80
    Self.mendChecksum(of: &block)
    #expect(throws: TarError.self) { try Self.read(block + TarWriter.end) }
  }

  /// The bytes of a member of 20 GiB are counted to the last one; they need not be there at once for that.
  @Test func twentyGibibytesGoThereAndBack() throws {
    let members = [TarMember(name: "large", size: 20 << 30 | 5, time: 1), TarMember(name: "small", size: 3, time: 1)]
    var reader = TarReader()
    var seen: [TarMember: Int64] = [:]
    var ended: [TarMember] = []
    var current: TarMember?
    func feed(_ bytes: [UInt8]) throws {
      try bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while let piece = try reader.next(&rest) {
          switch piece {
          case .member(let member): current = member
          case .bytes(let bytes): seen[try #require(current), default: 0] += Int64(bytes.count)
          case .endOfMember(let member): ended.append(member)
          }
        }
      }
    }
    let chunk = [UInt8](repeating: 7, count: 1 << 26)
    for member in members {
      try feed(try TarWriter.begin(member))
      var left = member.size
      while left > 0 {
        try feed(left < chunk.count ? Array(chunk.prefix(Int(left))) : chunk)
        left -= min(left, Int64(chunk.count))
      }
      try feed(TarWriter.padding(after: member))
    }
    try feed(TarWriter.end)
    try reader.finish()
    #expect(ended == members)
    #expect(seen == Dictionary(uniqueKeysWithValues: members.map { ($0, $0.size) }))
    #expect(TarWriter.archiveSize(of: members) == 20 << 30 + 512 * 6)
  }

  @Test func otherProgramsReadTheSizeOfALargeMember() throws {
    let directory = try TemporaryDirectory()
    let member = TarMember(name: "large", size: 9 << 30, time: 1_393_986_400)
    try directory.write(try TarWriter.begin(member), to: "a.tar")
    // The bytes are a hole.
    #expect(truncate(directory.path(of: "a.tar"), 512 + off_t(member.size) + 1_024) == 0)
    let tar = try ChildProcess("/bin/tar", ["--utc", "-tvf", "a.tar"], directory: directory.path)
    #expect(try tar.wait() == 0, "\(tar.errors)")
    #expect(tar.output.contains(" 9663676416 "), "\(tar.output)")
  }

  /// Whatever is changed outside the members' own bytes is seen.
  @Test func aChangedBitIsRefusedOrInTheBytes() throws {
    var random = SeededGenerator()
    let good = try Self.archive(Self.samples)
    for _ in 0..<3_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      guard bytes != good else { continue }
      guard let contents = try? Self.read(bytes, step: Int.random(in: 1...2_000, using: &random)) else { continue }
      #expect(contents.map(\.name) == Self.samples.map(\.name), "seed \(random.seed)")
      #expect(contents != Self.samples, "seed \(random.seed)")
    }
  }

  @Test func noiseIsRefused() {
    var random = SeededGenerator()
    for _ in 0..<300 {
      let count = Int.random(in: 0...3_000, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(throws: TarError.self, "seed \(random.seed)") { try Self.read(bytes) }
    }
    #expect(throws: TarError.notAnArchive) { try Self.read([UInt8](repeating: 0, count: 2_048)) }
  }

  private static func mendChecksum(of block: inout [UInt8]) {
    block.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
    let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
    let digits = String(repeating: "0", count: 6 - sum.count) + sum
    block.replaceSubrange(148..<156, with: Array(digits.utf8) + [0, 0x20])
  }
}
