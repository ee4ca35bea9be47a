import ChatSystem
import ChatTestSupport
import Foundation
import Testing

/// A file is there whole, or as it was.
@Suite struct AtomicFileTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func itAppearsWhenPublished() throws {
    try directory.write("old", to: "f")
    do {
      let file = try AtomicFile(path: directory.path(of: "f"))
      try file.write("new ")
      try file.write(Array("bytes".utf8))
      #expect(try directory.text(of: "f") == "old")
      try file.publish()
    }
    #expect(try directory.text(of: "f") == "new bytes")
    #expect(try directory.names() == ["f"])
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path(of: "f"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func oneThatIsGivenUpLeavesNothing() throws {
    do {
      let file = try AtomicFile(path: directory.path(of: "f"))
      try file.write(String(repeating: "x", count: 1_000_000))
      try file.sync()
    }
    #expect(try directory.names() == [])
  }

  @Test func theLongestNameWorks() throws {
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write([1, 2, 3], to: directory.path(of: name))
    #expect(try directory.bytes(of: name) == [1, 2, 3])
  }

  @Test func aMissingDirectoryIsTold() throws {
    let path = directory.path(of: "none/f")
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error?.code == ENOENT)
    #expect(error?.description.hasPrefix("can't open \(directory.path)/none/.chatctl-") == true)
  }

  @Test func whatTheDeadLeftIsSweptAndNothingElse() throws {
    let gone = try ChildProcess("/bin/true", [])
    try gone.wait()
    let dead = [".chatctl-\(gone.pid)-7.new", ".chatctl-\(getpid())-7.new"]
    let kept = [".chatctl-1-7.new", ".chatctl-x.new", ".chatctl-\(gone.pid)-7.old", "para.txt"]
    for name in dead + kept {
      try directory.write("x", to: name)
    }
    AtomicFile.sweep(directory.path)
    #expect(try directory.names() == kept.sorted())
  }

  @Test func onlyRegularFilesAreRead() throws {
    try FileManager.default.createDirectory(atPath: directory.path(of: "d"), withIntermediateDirectories: false)
    #expect(try FileBytes.read(directory.path(of: "d")) == nil)
    #expect(try FileBytes.read(directory.path(of: "none")) == nil)
    #expect(mkfifo(directory.path(of: "pipe"), 0o600) == 0)
    #expect(try FileBytes.read(directory.path(of: "pipe")) == nil)
  }
}
