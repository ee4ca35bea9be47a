import ChatTestSupport
import Glibc
import Testing

/// Root in the data directory of somebody else: no file of root is left there, or each is named.
@Suite(
  .waiting, .serialized,
  .enabled(if: geteuid() == 0 && Unprivileged.isAvailable, "it takes root, and an executable that others may reach"))
struct RootsFilesTests {
  let data: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
    chown(data.path, Unprivileged.user, Unprivileged.user)
  }

  private var start: [String] { ["serve", "0", "--listen", "127.0.0.1", "--password-cost", "4", "--data", data.path] }

  private func run(_ words: String..., input: String = "") throws -> ChildProcess {
    let process = try ChildProcess(Executable.path, words + ["--data", data.path])
    process.write(input)
    process.closeInput()
    try process.wait()
    return process
  }

  /// The service starts as its user, and stops.
  private func expectService(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let server = try Unprivileged.start(start)
    try server.expect("The data directory is")
    server.signal(SIGTERM)
    #expect(try server.wait() == 0, "\(server.errors)", sourceLocation: sourceLocation)
  }

  /// What belongs to another user than the directory does.
  private func foreign() throws -> [String] {
    var found: [String] = []
    let walk = try ChildProcess("/usr/bin/find", [data.path, "!", "-uid", "\(Unprivileged.user)"])
    try walk.wait()
    found += walk.output.split(separator: "\n").map(String.init)
    return found
  }

  @Test func rootServesNoDirectoryOfSomebodyElse() throws {
    let refused = try ChildProcess(Executable.path, start)
    #expect(try refused.wait() == EX_NOPERM)
    #expect(refused.errors.contains("who could not use what root writes there"), "\(refused.errors)")
    #expect(refused.errors.contains("\"systemctl start chatctl\""))
    #expect(refused.errors.contains("chatctl serve --data \(data.path)\""))
    #expect(try data.names().isEmpty)
  }

  @Test func whatRootBringsInBelongsToTheOwner() throws {
    // The samples lie where others may read them.
    let samples = try TemporaryDirectory()
    chmod(samples.path, 0o755)
    for name in try TemporaryDirectory.names(at: Samples.path) where name.hasSuffix(".txt") {
      let copy = try ChildProcess("/bin/cp", ["\(Samples.path)/\(name)", samples.path(of: name)])
      try copy.wait()
      chmod(samples.path(of: name), 0o644)
    }
    let imported = try run("backup", "import", samples.path, "--password-cost", "4")
    #expect(try imported.wait() == 0, "\(imported.errors)")
    #expect(try foreign().isEmpty)
    try expectService()
    let made = try run("backup", "create")
    #expect(try made.wait() == 0, "\(made.errors)")
    #expect(try foreign().isEmpty)
    let backup = try #require(try data.names(in: "backups").first { $0.hasPrefix("backup_") })
    let restored = try run("backup", "restore", backup, "--yes")
    #expect(try restored.wait() == 0, "\(restored.errors)")
    #expect(try foreign().isEmpty)
    try expectService()
    // Looking leaves nothing behind either.
    for words in [["log", "tail"], ["log", "explain", "bob"], ["doctor"], ["backup", "list"]] {
      let process = try ChildProcess(Executable.path, words + ["--data", data.path])
      process.closeInput()
      try process.wait()
      #expect(try foreign().isEmpty, "\(words)")
    }
  }

  @Test func aBackupThatTheOwnerMayNotReadIsNamed() throws {
    let hidden = try TemporaryDirectory()
    try hidden.write("no matter", to: "a.tar")
    let refused = try run("backup", "restore", hidden.path(of: "a.tar"), "--yes")
    #expect(try refused.wait() == EX_NOPERM)
    #expect(refused.errors.contains("\(hidden.path)/a.tar is closed to "), "\(refused.errors)")
    #expect(refused.errors.contains("\"sudo cp -r \(hidden.path)/a.tar /var/tmp/copy && sudo chown -R "))
    #expect(try foreign().isEmpty)
  }

  @Test(arguments: ["chat.sqlite", "lock", "logs", "tls/key.pem", "para.txt", "serve.conf"])
  func aFileOfRootEndsTheStartWithItsNameAndTheNextStep(name: String) throws {
    try expectService()
    if name == "serve.conf" {
      try data.write("log-keep = 3\n", to: name)
      chmod(data.path(of: name), 0o600)
    }
    #expect(lchown(data.path(of: name), 0, 0) == 0)
    let refused = try Unprivileged.start(self.start)
    #expect(try refused.wait() == EX_NOPERM)
    let start = "chatctl: can't open \(data.path)/\(name): Permission denied; it belongs to root, and the "
    #expect(refused.errors.hasPrefix(start), "\(refused.errors)")
    #expect(refused.errors.contains("\"sudo chown -R "), "\(refused.errors)")
    #expect(refused.errors.contains(" \(data.path)\", and try again."))
    let step = refused.errors.split(separator: "\"").first { $0.hasPrefix("sudo ") } ?? "sudo false"
    let given = try ChildProcess("/bin/sh", ["-c", String(step.dropFirst("sudo ".count))])
    #expect(try given.wait() == 0, "\(given.errors)")
    try expectService()
  }

  @Test func whatSomebodyPutThereBesidesEndsNothing() throws {
    try data.write("mine", to: "notes")
    chmod(data.path(of: "notes"), 0o600)
    try expectService()
  }
}
