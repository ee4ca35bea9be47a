import ChatCore
import ChatStore
import ChatSystem
import ChatTestSupport
import Foundation
import Glibc
import Testing

/// Where the data directory is, and that one server has it.
@Suite struct DataDirectoryTests {
  @Test func theOptionComesFirstThenTheEnvironment() {
    let all = ["CHATCTL_DATA": "/env", "XDG_DATA_HOME": "/xdg", "HOME": "/home/me"]
    #expect(DataDirectory.resolve(option: "there", environment: all).path == "there")
    #expect(DataDirectory.resolve(option: nil, environment: all).path == "/env")
    #expect(
      DataDirectory.resolve(option: "", environment: ["CHATCTL_DATA": "", "XDG_DATA_HOME": "/xdg"]).path
        == "/xdg/chatctl")
    #expect(
      DataDirectory.resolve(option: nil, environment: ["XDG_DATA_HOME": "relative", "HOME": "/home/me"]).path
        == "/home/me/.local/share/chatctl")
    #expect(DataDirectory.resolve(option: nil, environment: [:]).path.hasSuffix("/.local/share/chatctl"))
  }

  @Test func itsSocketIsAFileWhateverItsName() {
    #expect(DataDirectory(path: "@room").controlSocket == "./@room/control.sock")
    #expect(DataDirectory.resolve(option: "@room", environment: [:]).path == "./@room")
    #expect(DataDirectory(path: "a@room").path == "a@room")
  }

  @Test func itIsMadeForItsOwnerAlone() throws {
    let home = try TemporaryDirectory()
    let directory = DataDirectory(path: home.path(of: "a/b/data"))
    try directory.create()
    try directory.create()
    for path in ["a", "a/b", "a/b/data", "a/b/data/files", "a/b/data/logs", "a/b/data/backups", "a/b/data/tls"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: home.path(of: path))
      #expect(attributes[.posixPermissions] as? Int == 0o700, "\(path)")
    }
    #expect(directory.file(FileID(rawValue: 12)) == directory.path + "/files/12")
  }

  @Test func aFileInItsPlaceIsAnError() throws {
    let home = try TemporaryDirectory()
    try home.write("x", to: "data")
    #expect(throws: FileError(.open, home.path(of: "data"), code: ENOTDIR)) {
      try DataDirectory(path: home.path(of: "data")).create()
    }
  }

  @Test func oneServerHasIt() throws {
    let home = try TemporaryDirectory()
    let directory = DataDirectory(path: home.path)
    #expect(DirectoryLock.holder(of: directory) == nil)
    do {
      let lock = try DirectoryLock(directory)
      try lock.note(port: 1234)
      let holder = try Sample.required(DirectoryLock.holder(of: directory))
      #expect(holder.pid == getpid())
      #expect(holder.port == 1234)
      let refusal = #expect(throws: DirectoryLock.Failure.self) { try DirectoryLock(directory) }
      #expect(
        refusal?.description
          == "the data directory \(home.path) is in use by the server with process id \(getpid()) on port 1234. "
          + "Stop that server first, or choose another directory with --data.")
    }
    #expect(DirectoryLock.holder(of: directory) == nil)
    _ = try DirectoryLock(directory)
  }

  @Test func aLinkInPlaceOfTheLockIsNotWrittenThrough() throws {
    let home = try TemporaryDirectory()
    let directory = DataDirectory(path: home.path(of: "room"))
    try directory.create()
    try home.write("precious", to: "victim")
    #expect(symlink(home.path(of: "victim"), directory.lock) == 0)
    let refusal = #expect(throws: DirectoryLock.Failure.self) { try DirectoryLock(directory) }
    #expect(refusal?.description.hasPrefix("\(directory.lock) is a symbolic link") == true)
    #expect(try home.text(of: "victim") == "precious")
    unlink(directory.lock)
    // Nor does anybody wait for somebody at the other end of a pipe.
    #expect(mkfifo(directory.lock, 0o600) == 0)
    #expect(throws: DirectoryLock.Failure.self) { try DirectoryLock(directory) }
    _ = try? DirectoryLock.state(of: directory)
  }

  @Test func whatOthersMightWriteIntoIsClosed() throws {
    let home = try TemporaryDirectory()
    for (mode, after) in [(mode_t(0o777), 0o700), (0o770, 0o700), (0o755, 0o755), (0o750, 0o750), (0o700, 0o700)] {
      chmod(home.path, mode)
      let lock = try DirectoryLock(DataDirectory(path: home.path))
      let attributes = try FileManager.default.attributesOfItem(atPath: home.path)
      #expect(attributes[.posixPermissions] as? Int == after)
      #expect((lock.notice == nil) == [0o750, 0o700].contains(mode))
      if mode == 0o755 { #expect(lock.notice?.hasSuffix("chmod o-rwx \(home.path)") == true) }
    }
  }

  @Test(.enabled(if: geteuid() == 0, "nobody else's files can be made here"))
  func linksOfSomebodyElseAreRefused() throws {
    for name in ["chat.sqlite", "files/1", "logs/server.log", "tls/key.pem", "para.txt"] {
      let home = try TemporaryDirectory()
      let directory = DataDirectory(path: home.path(of: "room"))
      try directory.create()
      let link = "\(directory.path)/\(name)"
      #expect(symlink(home.path(of: "elsewhere"), link) == 0)
      _ = try DirectoryLock(directory)
      #expect(lchown(link, 65_534, 65_534) == 0)
      let refusal = #expect(throws: DirectoryLock.Failure.self) { try DirectoryLock(directory) }
      #expect(refusal?.description.hasPrefix("\(link) is a symbolic link of another user") == true)
    }
  }
}
