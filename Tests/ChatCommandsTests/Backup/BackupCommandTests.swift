import ChatTestSupport
import Glibc
import Testing

/// The rows of `chatctl backup` from a second process, in text and JSON, with their exit codes.
@Suite(.waiting, .serialized) struct BackupCommandTests {
  private func stoppedServer() throws -> BackupCommand {
    let server = try ServerProcess()
    _ = try server.member("alice")
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == 0)
    return BackupCommand(data: server.data)
  }

  @Test func everyRowBesideARunningServer() throws {
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let backup = BackupCommand(data: server.data)

    let created = try backup.run("create")
    #expect(created.code == 0, "\(created.errors)")
    #expect(created.output.hasPrefix("backup_") && created.output.hasSuffix("with files\n"))
    let name = try backup.create("--no-files")
    let listed = try backup.run("list")
    #expect(listed.output.split(separator: "\n").count == 2)
    #expect(listed.output.hasPrefix(name))
    let objects = try backup.run("list", "--json").objects
    #expect(objects.map { $0["files"] as? Bool } == [false, true])
    #expect(objects.allSatisfy { $0["kind"] as? String == "manual" })

    let verified = try backup.run("verify", name)
    #expect(verified.code == 0, "\(verified.errors)")
    #expect(verified.output.contains("good: 1 accounts, 0 waiting files"))
    #expect(try backup.run("verify", name, "--json").objects.first?["ok"] as? Bool == true)

    let refused = try backup.run("restore", name, "--yes")
    #expect(refused.code == EX_UNAVAILABLE)
    #expect(refused.errors.contains("in use by the server with process id \(server.process.pid)"))
    // The chat has gone on.
    alice.send("broadcast still here")
    try alice.expect("alice(broadcast): still here")
  }

  @Test func aRestoreAsksAndBringsBack() throws {
    let backup = try stoppedServer()
    let name = try backup.create()
    let asked = try backup.run("restore", name)
    #expect(asked.code == EX_USAGE)
    #expect(asked.errors.contains("--yes"))
    let restored = try backup.run("restore", name, "--yes")
    #expect(restored.code == 0, "\(restored.errors)")
    #expect(restored.output.contains("What was there before is in \(backup.data.path)/replaced_"))
    let again = try #require(try backup.run("restore", name, "--yes", "--json").objects.first)
    #expect(again["accounts"] as? Int == 1 && again["lost_files"] as? Int == 0)
    #expect((again["replaced"] as? String)?.hasPrefix("\(backup.data.path)/replaced_") == true)
    let server = try ServerProcess(data: backup.data)
    let client = try server.client()
    client.write("alice\nsecret-password\n")
    try client.expect("Welcome to the Chatting room user \"alice\"!")
  }

  @Test func whatWasExportedIsImported() throws {
    let backup = try stoppedServer()
    let elsewhere = try TemporaryDirectory()
    let exported = try #require(try backup.run("export", elsewhere.path, "--json").objects.first)
    #expect(exported["directory"] as? String == elsewhere.path)
    #expect((exported["left_out"] as? [String])?.isEmpty == true)
    let other = BackupCommand(data: try TemporaryDirectory())
    let imported = try #require(try other.run("import", elsewhere.path, "--json").objects.first)
    #expect(imported["users"] as? Int == 1 && imported["parameters"] as? Bool == true)
  }

  @Test func whatAnotherSystemWroteIsImportedOnce() throws {
    let source = try TemporaryDirectory()
    try source.write("\u{FEFF}alice wonderland\r\nbob looking-glass \r\n", to: "user_pass.txt")
    try source.write("bob alice(private) bob hello\r\nbob alice(private) bob hello\r\n", to: "message_rep.txt")
    try source.write("bob alice notes.txt\r\n", to: "file_rep.txt")
    try source.write("bytes", to: "alice_bob_notes.txt")
    try source.write("10.0.0.9 1393986325.27 alice\r\n", to: "list_block.txt")
    let backup = BackupCommand(data: try TemporaryDirectory())
    let keys = ["users", "messages", "files", "blocked_log_ins"]
    let first = try #require(try backup.run("import", source.path, "--password-cost", "4", "--json").objects.first)
    #expect(keys.map { first[$0] as? Int } == [2, 2, 1, 1])
    #expect((first["warnings"] as? [String]) == [])
    let second = try #require(try backup.run("import", source.path, "--merge", "--json").objects.first)
    #expect(keys.map { second[$0] as? Int } == [0, 0, 0, 0])
    let server = try ServerProcess(data: backup.data)
    let bob = try server.client()
    bob.write("bob\nlooking-glass\n")
    try bob.expect("alice(private): hello\nalice(private): hello\n")
    bob.send("logout")
    #expect(try bob.wait() == 0)
    #expect(bob.output.components(separatedBy: "alice(private): hello").count == 3)
  }

  @Test func whatIsNoBackupIsRefusedByName() throws {
    let backup = try stoppedServer()
    let name = try backup.create()
    var bytes = try backup.data.bytes(of: "backups/\(name)")
    bytes[3_000] ^= 1
    try backup.data.write(bytes, to: "backups/altered.tar")
    try backup.data.write(Array(bytes[..<2_048]), to: "backups/cut.tar")
    try backup.data.write("hello", to: "backups/foreign.tar")
    let before = try backup.data.bytes(of: "chat.sqlite")
    for file in ["altered.tar", "cut.tar", "foreign.tar", "missing.tar"] {
      for command in [["verify", file], ["restore", file, "--yes"]] {
        let process = try backup.start(command)
        #expect(try process.wait() == EX_DATAERR, "\(command) \(process.errors)")
        #expect(process.errors.contains(file))
      }
    }
    let altered = try backup.run("verify", "altered.tar", "--json")
    #expect(altered.objects.first?["ok"] as? Bool == false)
    #expect((altered.objects.first?["part"] as? String)?.isEmpty == false)
    #expect(try backup.run("list").output.contains("foreign.tar  can't be used: manifest.json: it is no tar archive"))
    #expect(try backup.data.bytes(of: "chat.sqlite") == before)
    #expect(try backup.data.names().allSatisfy { !$0.hasPrefix("re") })
  }

  @Test func wrongDirectoriesAndOptions() throws {
    let empty = BackupCommand(data: try TemporaryDirectory())
    let nothing = try empty.run("create")
    #expect(nothing.code == EX_DATAERR)
    #expect(nothing.errors.contains("--data"))
    #expect(try empty.run("list").code == 0)
    #expect(try empty.run("create", "--nonsense").code == EX_USAGE)
    #expect(try empty.run("verify").code == EX_USAGE)
    let serve = try ChildProcess(Executable.path, ["serve", "0", "--backup-every", "soon", "--data", empty.data.path])
    #expect(try serve.wait() == EX_USAGE)
    #expect(serve.errors.contains("--backup-every"))
  }

  @Test func theServerKeepsTenThatItMadeItself() throws {
    let data = try TemporaryDirectory()
    let backup = BackupCommand(data: data)
    var server = try ServerProcess(data: data, options: ["--backup-every", "1s"])
    let manual = try backup.create()
    let deadline = Deadline(seconds: 60)
    while try !backup.names().contains(where: { $0.hasPrefix("auto_") }), !deadline.isOver {
      _ = poll(nil, 0, 20)
    }
    for _ in 0..<12 {
      server.process.signal(SIGTERM)
      #expect(try server.process.wait() == 0)
      #expect(server.process.output.contains("[backup]list_block has been stored."))
      server = try ServerProcess(data: data)
    }
    let names = try backup.names()
    #expect(names.filter { $0.hasPrefix("stop_") }.count == 10)
    #expect(names.filter { $0.hasPrefix("auto_") }.isEmpty)
    #expect(names.contains(manual))
  }

  @Test func aFullDiskIsToldAndTheChatGoesOn() throws {
    guard SmallDisk.isAllowed else {
      print("SKIPPED aFullDiskIsToldAndTheChatGoesOn: mounting a small tmpfs takes root")
      return
    }
    let server = try ServerProcess()
    let alice = try server.member("alice")
    let backup = BackupCommand(data: server.data)
    // Only the backups lie on the full disk, as they may on a machine that has one for them.
    let path = server.data.path(of: "backups")
    guard mount("tmpfs", path, "tmpfs", UInt(MS_NOSUID), "size=64k") == 0 else {
      Issue.record("no tmpfs: errno \(errno)")
      return
    }
    defer { umount2(path, Int32(MNT_DETACH)) }
    let created = try backup.run("create")
    #expect(created.code == EX_IOERR)
    #expect(
      created.errors.contains("are free there. Make room and try again; nothing was changed."), "\(created.errors)")
    #expect(try server.data.names(in: "backups").isEmpty)
    alice.send("broadcast still here")
    try alice.expect("alice(broadcast): still here")
    server.process.signal(SIGTERM)
    #expect(try server.process.wait() == EX_IOERR)
    #expect(server.process.output.contains("The backup could not be made: "))
    #expect(try server.data.names(in: "backups").isEmpty)
  }
}
