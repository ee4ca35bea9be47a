import ChatTestSupport
import Glibc
import Testing

/// What the server keeps of files: for its own eyes only, and no longer than somebody waits for it.
@Suite(.waiting) struct DepotTests {
  /// A server with a file of alice's waiting for bob, whose number is the name of its bytes.
  private struct Stand {
    let server: ServerProcess
    let alice: ChildProcess
    let bob: ChildProcess
    let there = try? TemporaryDirectory()
    let here: TemporaryDirectory
    let number: String

    init() throws {
      server = try ServerProcess(options: ["--resume-grace", "0"])
      here = try TemporaryDirectory()
      alice = try server.member("alice", directory: here.path)
      bob = try server.member("bob", directory: there?.path)
      // Executable for its owner: its receiver's copy is not.
      try here.write("#!/bin/sh\necho gotcha\n", to: "run.sh")
      chmod(here.path(of: "run.sh"), 0o755)
      _ = try alice.answer(to: "file bob run.sh")
      try bob.expect("alice(file_transfer): run.sh\n")
      number = try server.data.names(in: "files").first ?? ""
    }

    /// What is left when the server has stopped.
    func depot() throws -> [String] {
      server.process.signal(SIGTERM)
      #expect(try server.process.wait() == 0)
      return try server.data.names(in: "files")
    }
  }

  @Test func onlyTheServersUserMayReadThem() throws {
    let stand = try Stand()
    #expect(try mode(of: stand.server.data.path(of: "files/\(stand.number)")) == 0o600)
    #expect(try mode(of: stand.server.data.path(of: "files")) == 0o700)
  }

  @Test func whatIsFetchedIsNotExecutable() throws {
    let stand = try Stand()
    let there = try #require(stand.there)
    #expect(try stand.bob.answer(to: "fileget alice run.sh").contains("receive file success!"))
    #expect(try mode(of: there.path(of: "run.sh")) & 0o111 == 0)
    #expect(try stand.depot().isEmpty)
  }

  @Test func aDeclineDeletesTheBytes() throws {
    let stand = try Stand()
    _ = try stand.bob.answer(to: "filedecline alice run.sh")
    #expect(try stand.depot().isEmpty)
  }

  @Test func soDoesTheOperatorsDeletionOfTheReceiver() throws {
    let stand = try Stand()
    #expect(try stand.server.admin("deluser", "bob", "--yes").code == 0)
    #expect(try stand.depot().isEmpty)
  }

  @Test func whatTheSenderLeavesStays() throws {
    let stand = try Stand()
    #expect(try stand.server.admin("deluser", "alice", "--yes").code == 0)
    #expect(try stand.bob.answer(to: "fileget alice run.sh").contains("receive file success!"))
    #expect(try stand.depot().isEmpty)
  }

  /// The server dies after the record is gone and before the bytes are: the next start deletes them.
  @Test func aCrashBetweenRecordAndBytesLeavesNothing() throws {
    let stand = try Stand()
    let place = "files/\(stand.number)"
    let bytes = try stand.server.data.bytes(of: place)
    _ = try stand.bob.answer(to: "filedecline alice run.sh")
    try stand.server.process.crash()
    try stand.server.data.write(bytes, to: place)
    try stand.server.data.write(bytes, to: place + ".part")
    let next = try ServerProcess(data: stand.server.data)
    #expect(try next.data.names(in: "files").isEmpty)
  }

  @Test func aStartSweepsAwayNothingThatWaits() throws {
    let stand = try Stand()
    try stand.server.process.crash()
    try stand.server.data.write("nobody's", to: "files/123456789")
    let next = try ServerProcess(data: stand.server.data)
    #expect(try next.data.names(in: "files") == [stand.number])
  }

  private func mode(of path: String) throws -> mode_t {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status.st_mode & 0o777
  }
}
