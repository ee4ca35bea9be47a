import ChatTestSupport
import Glibc
import Testing

/// kill -9 while a backup is made or restored: the next start has the old state or the new one, never neither.
@Suite(.waiting, .serialized) struct BackupCrashTests {
  private static let rounds = getenv("CHATCTL_TEST_LIGHT") == nil ? 24 : 8

  /// A stopped server with an account and some bulk, so that a backup takes a moment.
  private func stoppedServer() throws -> BackupCommand {
    let data = try TemporaryDirectory()
    try data.write("MaxCon 1000\n", to: "para.txt")
    try data.write("old cheap-password\nbob cheap-password\n", to: "user_pass.txt")
    let line = "bob old(private) bob \(String(repeating: "x", count: 4_000))\n"
    try data.write(String(repeating: line, count: 1_000), to: "message_rep.txt")
    let imported = try ChildProcess(
      Executable.path, ["backup", "import", data.path, "--data", data.path, "--password-cost", "4"])
    #expect(try imported.wait() == 0, "\(imported.errors)")
    for name in ["user_pass.txt", "message_rep.txt"] {
      unlink(data.path(of: name))
    }
    return BackupCommand(data: data)
  }

  /// Kills `process` after a random time that is spread over what the whole takes.
  private func kill(_ process: ChildProcess, within milliseconds: Int, _ random: inout SeededGenerator) throws {
    // It may be quicker than that: then there is nothing left to kill.
    _ = try? process.wait(within: Double.random(in: 0...Double(milliseconds) / 1_000, using: &random))
    try process.crash()
  }

  private func milliseconds(_ body: () throws -> Void) rethrows -> Int {
    var (start, end) = (timespec(), timespec())
    clock_gettime(CLOCK_MONOTONIC, &start)
    try body()
    clock_gettime(CLOCK_MONOTONIC, &end)
    return (end.tv_sec - start.tv_sec) * 1_000 + (end.tv_nsec - start.tv_nsec) / 1_000_000 + 1
  }

  @Test func aKilledBackupIsWholeOrNotThere() throws {
    var random = SeededGenerator()
    let backup = try stoppedServer()
    let whole = try milliseconds { _ = try backup.create() }
    for _ in 0..<Self.rounds {
      try kill(try backup.start(["create"]), within: whole, &random)
    }
    for name in try backup.names() {
      #expect(try backup.run("verify", name).code == 0, "\(name), seed \(random.seed)")
      unlink(backup.data.path(of: "backups/\(name)"))
    }
    // What the killed ones left is gone with the next.
    let name = try backup.create()
    #expect(try backup.data.names(in: "backups") == [name])
  }

  @Test func aKilledRestoreLeavesTheOldStateOrTheNewOne() throws {
    var random = SeededGenerator()
    let backup = try stoppedServer()
    // The backup has another para.txt than the present state: so each is known by two parts that must agree.
    let name = try backup.create()
    try backup.data.write("MaxCon 2\n", to: "para.txt")
    let server = try ServerProcess(data: backup.data)
    _ = try server.member("late")
    server.process.signal(SIGTERM)
    try server.process.wait()
    let present = try backup.create()

    let whole = try milliseconds { try backup.run("restore", name, "--yes") }
    var seen: [Bool] = []
    for round in 0..<Self.rounds {
      #expect(try backup.run("restore", present, "--yes").code == 0)
      let restore = try backup.start(["restore", name, "--yes"])
      if round % 2 == 0 {
        try kill(restore, within: whole, &random)
      } else {
        // Half of them within the swap, which is short: from the moment at which it is decided for.
        let journal = backup.data.path(of: "restore.journal")
        while access(journal, F_OK) != 0, !restore.hasSaid("Restored") {
          restore.readAvailable()
        }
        try kill(restore, within: 4, &random)
      }
      // Everything that takes the lock ends what was begun; so does what only reads.
      let after = try backup.create("--no-files")
      let texts = try Self.texts(in: backup.data.path(of: "backups/\(after)"))
      let isOld = texts.parameters.hasPrefix("MaxCon 2\n")
      seen.append(isOld)
      #expect(texts.accounts.contains("late") == isOld, "round \(round), seed \(random.seed)")
      #expect(texts.accounts.contains("bob"), "round \(round), seed \(random.seed)")
      #expect(access(backup.data.path(of: "restore.journal"), F_OK) != 0)
      #expect(access(backup.data.path(of: "restore.new"), F_OK) != 0)
      unlink(backup.data.path(of: "backups/\(after)"))
    }
    print("a killed restore: \(seen.filter { $0 }.count) of \(seen.count) left the old state")
    _ = try ServerProcess(data: backup.data)
  }

  private static func texts(in archive: String) throws -> (parameters: String, accounts: String) {
    let parameters = try ChildProcess("/bin/tar", ["-xOf", archive, "para.txt"])
    let accounts = try ChildProcess("/bin/tar", ["-xOf", archive, "text/user_pass.txt"])
    try parameters.wait()
    try accounts.wait()
    return (parameters.output, accounts.output)
  }
}
