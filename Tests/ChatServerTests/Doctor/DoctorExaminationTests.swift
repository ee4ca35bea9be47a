import ChatCore
import ChatStore
import ChatTestSupport
import Glibc
import Testing

@testable import ChatServer

/// What is seen of real directories.
@Suite struct DoctorExaminationTests {
  let directory: TemporaryDirectory
  let data: DataDirectory

  init() throws {
    directory = try TemporaryDirectory()
    data = DataDirectory(path: directory.path)
  }

  private func contents(patience: Double = 5) throws -> DoctorFacts.Contents {
    try #require(DoctorExamination(data, patience: patience).facts().contents)
  }

  @Test func anEmptyDirectoryHoldsNothing() throws {
    let contents = try contents()
    #expect(try contents.entries.get().isEmpty)
    #expect(try contents.lock.get() == .absent)
    #expect(try contents.store.get() == nil)
    #expect(try contents.certificate.get() == nil)
    #expect(try contents.backups.get().newest == nil)
    #expect(try contents.parameters.get() == Parameters())
    #expect(try contents.disk.get().freeBytes > 0)
    #expect(contents.clock.steadyStep >= 0)
    #expect(contents.clock.newestRecord == nil)
    #expect(contents.clock.program.map { $0 < contents.clock.now } == true)
    #expect(contents.descriptors.soft > 0 && contents.descriptors.soft <= contents.descriptors.hard)
    guard case .failed(.noServer) = contents.socket else {
      Issue.record("\(contents.socket)")
      return
    }
    // Nothing was made by looking.
    #expect(try directory.names().isEmpty)
  }

  @Test func whatIsNotThereOrNoDirectoryIsTold() throws {
    try directory.write("", to: "file")
    for (name, isMissing) in [("file", false), ("nothing", true), ("file/below", true)] {
      let facts = DoctorExamination(DataDirectory(path: directory.path(of: name))).facts()
      switch facts.directory {
      case .missing: #expect(isMissing)
      case .noDirectory: #expect(!isMissing)
      default: Issue.record("\(facts.directory)")
      }
      #expect(facts.contents == nil)
    }
  }

  @Test func modesAndOwnersAreSeenOneLevelDeep() throws {
    try directory.write("", to: "logs/server.log")
    try directory.write("", to: "para.txt")
    chmod(directory.path(of: "logs/server.log"), 0o640)
    symlink("/etc/passwd", directory.path(of: "link"))
    let entries = try contents().entries.get()
    #expect(entries.map(\.name) == ["logs", "para.txt", "logs/server.log"])
    #expect(entries.last?.mode == 0o640)
    #expect(entries.map(\.isPrivate) == [true, false, true])
    #expect(entries.allSatisfy { $0.owner.uid == geteuid() })
  }

  @Test func theLocksHolderIsSeen() throws {
    do {
      let lock = try DirectoryLock(data)
      try lock.note(port: 77)
      let held = try contents()
      #expect(try held.lock.get() == .held(DirectoryLock.Holder(pid: getpid(), port: 77)))
      #expect(held.isHolderAlive)
      #expect(held.descriptors.server == getpid())
    }
    #expect(try contents().lock.get() == .free(last: DirectoryLock.Holder(pid: getpid(), port: 77)))
  }

  @Test func aStoreIsCheckedBesideItsServer() throws {
    let store = try SQLiteStore(path: data.store)
    #expect(try contents().store.get()?.flaw == nil)
    #expect(try contents().store.get()?.schema == StoreHealth.knownSchema)
    try store.close()
    var bytes = try directory.bytes(of: "chat.sqlite")
    for index in 4_096..<bytes.count { bytes[index] = 0x5A }
    try directory.write(bytes, to: "chat.sqlite")
    #expect(try contents().store.get()?.flaw?.contains("damaged") == true)
    try directory.write("hello", to: "chat.sqlite")
    #expect(try contents().store.get()?.flaw?.contains("not an SQLite database") == true)
  }

  @Test func theNewestLineOfTheLogsIsFound() throws {
    try directory.write(
      #"{"time":"2014-03-04T20:00:00.000Z","level":"info","event":"start"}"# + "\n", to: "logs/log_2014.log")
    try directory.write(
      #"{"time":"2031-01-01T00:00:00.000Z","level":"info","event":"stop"}"# + "\n{\"time\":\"20", to: "logs/server.log")
    #expect(try contents().clock.newestRecord == WallTime(seconds: 1_924_992_000))
  }

  @Test func theKeysModeIsSeen() throws {
    try directory.write("", to: "tls/key.pem")
    chmod(directory.path(of: "tls/key.pem"), 0o644)
    #expect(try contents().certificate.get()?.key?.mode == 0o644)
  }

  @Test func whoeverListensIsTried() throws {
    let silent = try FakeListener(at: data.controlSocket)
    guard case .failed(.stranger) = try contents().socket else {
      Issue.record("a listener without the lock was spoken to")
      return
    }
    let lock = try DirectoryLock(data)
    guard case .failed(.silent) = try contents(patience: 0.05).socket else {
      Issue.record("a listener that does not answer was taken for a server")
      return
    }
    withExtendedLifetime((silent, lock)) {}
  }
}
