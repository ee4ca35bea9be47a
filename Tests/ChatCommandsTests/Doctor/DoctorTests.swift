import ChatTestSupport
import Foundation
import Glibc
import Testing

/// `chatctl doctor` from a second process, on servers that run, have stopped, were killed, and on directories that are
/// none.
@Suite(.waiting, .serialized) struct DoctorTests {
  let data: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
  }

  /// What it printed, a line for each check, and its exit code.
  private struct Report {
    let code: Int32
    let lines: [String: String]
    let order: [String]
    let errors: String

    func has(_ check: String, _ level: String, _ text: String? = nil) -> Bool {
      guard let line = lines[check] else { return false }
      return line.hasPrefix(level + " ") && text.map(line.contains) != false
    }
  }

  private func doctor(_ options: [String] = [], on path: String? = nil) throws -> Report {
    let process = try ChildProcess(Executable.path, ["doctor", "--data", path ?? data.path] + options)
    return try report(of: process)
  }

  private func report(of process: ChildProcess) throws -> Report {
    let code = try process.wait()
    let lines = process.output.split(separator: "\n").map(String.init)
    let checks = lines.map {
      $0.split(separator: " ", omittingEmptySubsequences: true).dropFirst().first.map(String.init)
    }
    return Report(
      code: code, lines: Dictionary(zip(checks.map { $0 ?? "" }, lines)) { first, _ in first },
      order: checks.map { $0 ?? "" }, errors: process.errors)
  }

  private static let checks = [
    "directory", "permissions", "lock", "socket", "disk", "clock", "store", "parameters", "backups", "descriptors",
    "certificate",
  ]

  /// A server that was stopped, and so has made a backup.
  private func stoppedServer() throws {
    let server = try ServerProcess(data: data)
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == 0)
  }

  @Test func aStoppedServerIsWell() throws {
    try stoppedServer()
    let report = try doctor()
    #expect(report.code == 0, "\(report.lines)")
    #expect(report.order == Self.checks)
    for check in ["directory", "permissions", "lock", "socket", "store", "parameters", "backups"] {
      #expect(report.has(check, "ok"), "\(report.lines)")
    }
    #expect(report.has("certificate", "ok", "the key SHA256:"))
    #expect(try doctor(["--thorough"]).has("store", "ok", "sound"))
  }

  /// What doctor says of a store, a start says too, and the other way round.
  @Test func aStoreThatNoServerStartsOnIsAProblem() throws {
    try stoppedServer()
    var bytes = try data.bytes(of: "chat.sqlite")
    // The page of one of the tables.
    bytes.replaceSubrange(3 * 4_096..<3 * 4_096 + 64, with: [UInt8](repeating: 0x55, count: 64))
    try data.write(bytes, to: "chat.sqlite")
    let report = try doctor()
    #expect(report.code == 1)
    #expect(report.has("store", "problem", "chat.sqlite: it is damaged ("), "\(report.lines)")
    let line = try #require(report.lines["store"])
    let said = try #require(
      line.components(separatedBy: "chat.sqlite: ").last?.components(separatedBy: ". Try: ").first)
    let server = try ChildProcess(Executable.path, ["serve", "0", "--listen", "127.0.0.1", "--data", data.path])
    #expect(try server.wait() == EX_DATAERR)
    #expect(server.errors.contains("/chat.sqlite can't be used as the store: \(said)"), "\(server.errors)")
  }

  @Test func aDamagedCertificateIsTold() throws {
    try stoppedServer()
    try data.write("nonsense", to: "tls/cert.pem")
    let report = try doctor()
    #expect(report.code == 1)
    #expect(report.has("certificate", "problem", "from a backup"), "\(report.lines)")
  }

  @Test func aRunningServerIsWell() throws {
    let server = try ServerProcess(data: data)
    let report = try doctor()
    #expect(report.code == 0, "\(report.lines)")
    #expect(report.has("lock", "ok", "process id \(server.process.pid) on port \(server.port)"))
    #expect(report.has("socket", "ok", "the server answers"))
    #expect(report.lines["descriptors"]?.contains("the server (process \(server.process.pid))") == true)
    #expect(report.has("backups", "warning", "Try: chatctl backup create --data \(data.path)"))
    // The server has gone on, with its locks on the store.
    let bob = try server.member("bob")
    bob.send("logout")
    #expect(try bob.wait() == 0)
  }

  @Test func inJSONEachLineIsAnObject() throws {
    try stoppedServer()
    chmod(data.path, 0o755)
    let process = try ChildProcess(Executable.path, ["doctor", "--json", "--data", data.path])
    #expect(try process.wait() == 1)
    let objects = try process.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
    }
    #expect(objects.map { $0["check"] ?? "" } == Self.checks)
    #expect(objects.first?["level"] == "problem")
    #expect(objects.first?["fix"] == "chmod o-rwx,g-w \(data.path)")
  }

  @Test func whereNoDirectoryIs() throws {
    let report = try doctor(on: data.path(of: "nowhere"))
    #expect(report.code == 1)
    #expect(report.order == ["directory"])
    #expect(report.has("directory", "problem", "Try: chatctl serve --data \(data.path)/nowhere"))
    #expect(try data.names().isEmpty)
    try data.write("", to: "file")
    #expect(try doctor(on: data.path(of: "file")).has("directory", "problem", "is no directory"))
  }

  @Test func aWrongModeIsAProblemAndItsFixHelps() throws {
    try stoppedServer()
    chmod(data.path, 0o755)
    chmod(data.path(of: "chat.sqlite"), 0o644)
    let report = try doctor()
    #expect(report.code == 1)
    #expect(report.has("directory", "problem", "mode 0755"))
    #expect(report.has("permissions", "warning", "chat.sqlite (0644)"))
    for check in ["directory", "permissions"] {
      let fix = report.lines[check]?.components(separatedBy: "Try: ").last ?? ""
      #expect(try ChildProcess("/bin/sh", ["-c", fix]).wait() == 0, "\(fix)")
    }
    #expect(try doctor().code == 0)
  }

  @Test func aGroupThatMayLookIntoItIsNoProblem() throws {
    try stoppedServer()
    chmod(data.path, 0o750)
    let report = try doctor()
    #expect(report.code == 0)
    #expect(report.has("directory", "ok", "its group may see what lies there"))
  }

  @Test func whatAKilledServerLeavesIsNoProblem() throws {
    let server = try ServerProcess(data: data)
    try server.process.crash()
    let report = try doctor()
    #expect(report.code == 0, "\(report.lines)")
    #expect(report.has("lock", "ok", "the last one, process \(server.process.pid), has let go"))
    #expect(report.has("socket", "warning", "a server that was killed has left it"))
    #expect(report.lines["socket"]?.hasSuffix("Try: chatctl serve \(server.port) --data \(data.path)") == true)
    let next = try ServerProcess(data: data)
    #expect(try doctor().has("socket", "ok"))
    withExtendedLifetime(next) {}
  }

  @Test func aServerThatHangsIsNamed() throws {
    let server = try ServerProcess(data: data)
    server.process.signal(SIGSTOP)
    let report = try doctor()
    server.process.signal(SIGCONT)
    #expect(report.code == 1)
    #expect(report.has("lock", "ok"))
    #expect(report.has("socket", "problem", "process with id \(server.process.pid) of user"))
    #expect(report.has("store", "ok"))
  }

  @Test func aDamagedStoreIsFoundAndItsBackupNamed() throws {
    try stoppedServer()
    var bytes = try data.bytes(of: "chat.sqlite")
    for index in 4_096..<bytes.count where index % 7 == 0 { bytes[index] ^= 0xFF }
    try data.write(bytes, to: "chat.sqlite")
    let report = try doctor()
    #expect(report.code == 1)
    #expect(report.has("store", "problem", "damaged"))
    let backup = try data.names(in: "backups").first ?? "?"
    let fix = report.lines["store"]?.components(separatedBy: "Try: ").last ?? ""
    #expect(fix == "chatctl backup restore \(backup) --data \(data.path)")
    let restore = try ChildProcess(
      Executable.path, fix.split(separator: " ").dropFirst().map(String.init) + ["--yes"])
    #expect(try restore.wait() == 0, "\(restore.errors)")
    chmod(data.path(of: "chat.sqlite"), 0o600)
    #expect(try doctor().has("store", "ok"))
  }

  @Test func aBadLineOfTheParametersIsFound() throws {
    try stoppedServer()
    try data.write("MaxCon 5\nBLOCK_TIME soon\n", to: "para.txt")
    let report = try doctor()
    #expect(report.code == 1)
    #expect(report.has("parameters", "problem", "para.txt:2: BLOCK_TIME can't be \"soon\""))
  }

  @Test func somebodyElsesDirectoryCanNotBeLookedInto() throws {
    guard geteuid() == 0, Unprivileged.isAvailable else {
      print("SKIPPED somebodyElsesDirectoryCanNotBeLookedInto: it takes root, and an executable that others may reach")
      return
    }
    try stoppedServer()
    let report = try report(of: Unprivileged.start(["doctor", "--data", data.path]))
    #expect(report.code == EX_NOPERM)
    #expect(report.order == ["directory"])
    #expect(report.has("directory", "problem", "belongs to root"))
    #expect(report.has("directory", "problem", "Try: sudo -u root chatctl doctor --data \(data.path)"))
  }

  @Test func filesOfSomebodyElseAreFound() throws {
    guard geteuid() == 0 else {
      print("SKIPPED filesOfSomebodyElseAreFound: giving files away takes root")
      return
    }
    try stoppedServer()
    chown(data.path(of: "para.txt"), 65_534, 65_534)
    let report = try doctor()
    #expect(report.code == 1)
    #expect(report.has("permissions", "problem", "para.txt ("))
    #expect(report.has("permissions", "problem", "Try: sudo chown -R root \(data.path)"))
  }

  @Test func aFullDiskIsAProblem() throws {
    guard SmallDisk.isAllowed else {
      print("SKIPPED aFullDiskIsAProblem: mounting a small tmpfs takes root")
      return
    }
    let disk = try SmallDisk(megabytes: 2)
    chmod(disk.directory.path, 0o700)
    let report = try doctor(on: disk.directory.path)
    #expect(report.code == 1)
    #expect(report.has("disk", "problem", "are free, less than 32.0 MiB"))
  }
}
