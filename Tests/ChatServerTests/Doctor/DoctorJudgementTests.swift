import ChatCore
import ChatStore
import ChatSystem
import Glibc
import Testing

@testable import ChatServer

/// From what was seen to what is said of it; nothing is looked at here.
@Suite struct DoctorJudgementTests {
  private typealias Contents = DoctorFacts.Contents

  /// One thing that is not as it should be, and what has to be said of it.
  struct Trouble: Sendable, CustomTestStringConvertible {
    let check: DoctorCheck
    let level: DoctorFinding.Level
    let text: String
    let fix: String?
    let code: Int32
    let change: @Sendable (inout DoctorFacts.Contents) -> Void

    init(
      _ check: DoctorCheck, _ level: DoctorFinding.Level, _ text: String, fix: String? = nil, code: Int32? = nil,
      _ change: @escaping @Sendable (inout DoctorFacts.Contents) -> Void
    ) {
      self.check = check
      self.level = level
      self.text = text
      self.fix = fix
      self.code = code ?? (level == .problem ? 1 : 0)
      self.change = change
    }

    var testDescription: String { "\(check): \(text)" }
  }

  private static let refused = FileError(.open, "/srv/my chat/x", code: EACCES)
  private static let broken = FileError(.read, "/srv/my chat/x", code: EIO)
  private static let data = DataDirectory(path: "/srv/my chat")
  private static let reload = "chatctl admin reload --data '/srv/my chat'"

  @Test func aHealthyServerGetsOneGoodLineForEachCheck() {
    let findings = DoctorFacts.healthy().findings
    #expect(findings.map(\.check) == DoctorCheck.allCases)
    #expect(findings.filter { $0.level != .ok || $0.fix != nil } == [])
    #expect(DoctorFinding.exitCode(of: findings) == 0)
  }

  @Test(arguments: serverTroubles + dataTroubles + machineTroubles)
  func whatIsWrongIsSaid(trouble: Trouble) throws {
    var facts = DoctorFacts.healthy()
    var contents = try #require(facts.contents)
    trouble.change(&contents)
    facts.contents = contents
    let findings = facts.findings
    let finding = try #require(findings.first { $0.check == trouble.check })
    #expect(finding.level == trouble.level)
    #expect(finding.text.contains(trouble.text), "\(finding.text)")
    #expect(finding.fix == trouble.fix)
    #expect(!finding.text.hasSuffix("."))
    #expect(DoctorFinding.exitCode(of: findings) == trouble.code)
    // It is told once, and spoils nothing else.
    #expect(findings.count { $0.level != .ok } == (trouble.level == .ok ? 0 : 1))
  }

  static let serverTroubles: [Trouble] = [
    Trouble(.lock, .ok, "no server has ever run there") { $0.lock = .success(.absent) },
    Trouble(.lock, .ok, "the last one, process 12, has let go") {
      $0.lock = .success(.free(last: DirectoryLock.Holder(pid: 12, port: 1_234)))
    },
    Trouble(.lock, .warning, "another container", fix: "fuser -v '/srv/my chat/lock'") { $0.isHolderAlive = false },
    Trouble(.lock, .problem, "Permission denied", code: EX_NOPERM) { $0.lock = .failure(refused) },
    Trouble(.socket, .ok, "no server runs") { $0.socket = .failed(.noServer(data)) },
    Trouble(.socket, .warning, "was killed", fix: "chatctl serve 1234 --data '/srv/my chat'") {
      $0.socket = .failed(.stale(data))
    },
    Trouble(.socket, .ok, "is starting") {
      $0.socket = .failed(.deadSocket(data, DirectoryLock.Holder(pid: 12, port: nil)))
    },
    Trouble(
      .socket, .problem, "can't be reached there", fix: "kill 12 && chatctl serve 1234 --data '/srv/my chat'"
    ) { $0.socket = .failed(.deadSocket(data, DirectoryLock.Holder(pid: 12, port: 1_234))) },
    Trouble(.socket, .problem, "the process with id 7 of user 5 listens", fix: "ps -fp 7") {
      $0.socket = .failed(.stranger(data, .init(uid: 5, pid: 7)))
    },
    Trouble(.socket, .problem, "has not answered for 5.0 seconds", fix: "ps -fp 12") {
      $0.socket = .failed(.silent(data, .init(uid: 5, pid: 12), seconds: 5))
    },
    Trouble(.socket, .problem, "does not speak the control protocol", fix: "ps -fp 12") {
      $0.socket = .failed(.babble(data, .init(uid: 5, pid: 12)))
    },
    Trouble(.socket, .problem, "its own user and from root only", code: EX_NOPERM) {
      $0.socket = .failed(.notPermitted(data))
    },
    Trouble(
      .socket, .warning, "of version 9.9.9",
      fix: "chatctl admin stop --restart --data '/srv/my chat' && chatctl serve 1234 --data '/srv/my chat'"
    ) { $0.socket = .answers(version: "9.9.9", isReadOnly: false) },
    Trouble(.socket, .problem, "status says why", fix: "chatctl admin status --data '/srv/my chat'") {
      $0.socket = .answers(version: Version.current, isReadOnly: true)
    },
    Trouble(.descriptors, .warning, "MaxCon 1000 wants 1100", fix: "prlimit --pid 12 --nofile=1100:4096") {
      $0.descriptors = DoctorFacts.Descriptors(soft: 1_024, hard: 4_096, server: 12)
    },
    Trouble(
      .descriptors, .warning, "a server started from here",
      fix: "ulimit -n 1100 && chatctl serve 1234 --data '/srv/my chat'"
    ) { $0.descriptors = DoctorFacts.Descriptors(soft: 512, hard: 1_024, server: nil) },
    Trouble(.descriptors, .ok, "a server started from here may have 4096 files") {
      $0.descriptors = DoctorFacts.Descriptors(soft: 1_024, hard: 4_096, server: nil)
    },
  ]

  static let dataTroubles: [Trouble] = [
    Trouble(
      .permissions, .problem, "logs/server.log (root) should belong to alice", fix: "sudo chown -R alice '/srv/my chat'"
    ) { add("logs/server.log", .init(uid: 0, name: "root"), 0o600, to: &$0) },
    Trouble(.permissions, .warning, "backups/x.tar (0644)", fix: "chmod -R go-rwx '/srv/my chat'") {
      add("backups/x.tar", DoctorFacts.alice, 0o644, to: &$0)
    },
    Trouble(.permissions, .warning, "para.txt (0666)", fix: "chmod -R go-rwx '/srv/my chat'") {
      add("para.txt", DoctorFacts.alice, 0o666, isPrivate: false, to: &$0)
    },
    Trouble(.permissions, .ok, "closed to others") {
      add("para.txt", DoctorFacts.alice, 0o644, isPrivate: false, to: &$0)
    },
    Trouble(.permissions, .problem, "Input/output error", code: EX_IOERR) { $0.entries = .failure(broken) },
    Trouble(.store, .ok, "there is none yet") { $0.store = .success(nil) },
    Trouble(
      .store, .problem, "chat.sqlite: it is damaged",
      fix: "chatctl backup restore stop_x.tar --data '/srv/my chat'"
    ) { $0.store = .success(StoreHealth(flaw: "it is damaged", schema: 1, newest: nil)) },
    Trouble(.store, .warning, "(schema 0)", fix: "chatctl serve 1234 --data '/srv/my chat'") {
      $0.store = .success(StoreHealth(flaw: nil, schema: 0, newest: nil))
    },
    Trouble(.store, .warning, "a restore was cut short", fix: "chatctl serve 1234 --data '/srv/my chat'") {
      $0.isRestorePending = true
    },
    Trouble(.store, .problem, "the store failed: x", code: EX_IOERR) { $0.store = .failure(.failed(detail: "x")) },
    Trouble(.parameters, .problem, "para.txt:3: no", fix: "${EDITOR:-vi} '/srv/my chat/para.txt'") {
      $0.parameters = .failure(.line(LineError(file: "para.txt", line: 3, what: "no")))
    },
    Trouble(.parameters, .problem, "Permission denied", code: EX_NOPERM) { $0.parameters = .failure(.file(refused)) },
    Trouble(.backups, .warning, "there is none", fix: "chatctl backup create --data '/srv/my chat'") {
      $0.backups = .success(DoctorFacts.Backups(newest: nil, time: nil, unusable: []))
    },
    Trouble(.backups, .warning, "made 8d 0h 0m 0s ago", fix: "chatctl backup create --data '/srv/my chat'") {
      let time = WallTime(seconds: DoctorFacts.now.seconds - 8 * 86_400)
      $0.backups = .success(DoctorFacts.Backups(newest: "x.tar", time: time, unusable: []))
    },
    Trouble(
      .backups, .warning, "a, b, c and 1 more can't be used", fix: "chatctl backup list --data '/srv/my chat'"
    ) { $0.backups = .success(DoctorFacts.Backups(newest: nil, time: nil, unusable: ["a", "b", "c", "d"])) },
    Trouble(.certificate, .ok, "there is none yet") { $0.certificate = .success(nil) },
    Trouble(
      .certificate, .problem, "tls/key.pem has mode 0640", fix: "chmod 600 '/srv/my chat/tls/key.pem'"
    ) { certify(mode: 0o640, start: -1, end: 1_000, &$0) },
    Trouble(.certificate, .problem, "holds from", fix: "date") { certify(start: 1, end: 1_000, &$0) },
    Trouble(.certificate, .problem, "it is damaged") {
      $0.certificate = .success(DoctorFacts.Certificate(key: nil, flaw: "it is damaged"))
    },
    Trouble(.certificate, .ok, "the key SHA256:x is closed to others, and its certificate has no end") {
      $0.certificate = .success(DoctorFacts.Certificate(key: nil, fingerprint: "SHA256:x"))
    },
    Trouble(.certificate, .problem, "ended at", fix: reload) { certify(start: -2, end: -1, &$0) },
    Trouble(.certificate, .problem, "of the running server (SHA256:y) ended at", fix: reload) {
      $0.certificate = .success(nil)
      $0.encryption = .certificate(fingerprint: "SHA256:y", end: WallTime(seconds: DoctorFacts.now.seconds - 1))
    },
    Trouble(.certificate, .ok, "of the running server (SHA256:y) has no end") {
      $0.encryption = .certificate(fingerprint: "SHA256:y", end: nil)
    },
    Trouble(.certificate, .ok, "the running server needs none (--plaintext)") {
      $0.certificate = .success(nil)
      $0.encryption = DoctorFacts.Encryption.none
    },
    Trouble(.permissions, .warning, "user_pass.txt holds passwords in clear", fix: "rm '/srv/my chat/user_pass.txt'") {
      $0.hasClearPasswords = true
    },
    Trouble(.permissions, .ok, "closed to others") {
      $0.hasClearPasswords = true
      $0.store = .success(nil)
    },
    Trouble(.certificate, .warning, "ends at", fix: reload) { certify(start: -2, end: 29, &$0) },
  ]

  static let machineTroubles: [Trouble] = [
    Trouble(.disk, .warning, "less than 512.0 MiB", fix: "du -xh '/srv/my chat' | sort -h | tail") {
      $0.disk = .success(DoctorFacts.Disk(freeBytes: (512 << 20) - 1, freeNodes: nil, isReadOnly: false))
    },
    Trouble(.disk, .problem, "0 bytes are free", fix: "du -xh '/srv/my chat' | sort -h | tail") {
      $0.disk = .success(DoctorFacts.Disk(freeBytes: 0, freeNodes: nil, isReadOnly: false))
    },
    Trouble(.disk, .warning, "999 files more", fix: "df -i '/srv/my chat'") {
      $0.disk = .success(DoctorFacts.Disk(freeBytes: 1 << 40, freeNodes: 999, isReadOnly: false))
    },
    Trouble(.disk, .problem, "nothing can be written", fix: "findmnt -T '/srv/my chat'") {
      $0.disk = .success(DoctorFacts.Disk(freeBytes: 1 << 40, freeNodes: nil, isReadOnly: true))
    },
    Trouble(.disk, .problem, "Input/output error", code: EX_IOERR) { $0.disk = .failure(broken) },
    Trouble(.clock, .warning, "before the newest record", fix: "timedatectl set-ntp true") { set(record: 60, &$0) },
    Trouble(.clock, .ok, "it is") { set(record: 4, &$0) },
    Trouble(.clock, .warning, "before this program was made", fix: "timedatectl set-ntp true") {
      set(program: 86_500, &$0)
    },
    Trouble(.clock, .warning, "no time server", fix: "timedatectl set-ntp true") { set(isSynchronised: false, &$0) },
    Trouble(.clock, .ok, "it is") { set(isSynchronised: nil, &$0) },
    Trouble(.clock, .problem, "goes back") { set(step: -1, &$0) },
  ]

  @Test func aDirectoryThatCanNotBeLookedIntoIsTheOnlyLine() {
    func finding(_ directory: DoctorFacts.Directory, uid: UInt32 = 1_000) -> DoctorFinding {
      let facts = DoctorFacts(path: "/srv/my chat", uid: uid, directory: directory, contents: nil)
      #expect(facts.findings.count == 1)
      return facts.findings[0]
    }
    #expect(finding(.missing).fix == "chatctl serve --data '/srv/my chat'")
    #expect(finding(.missing).exitCode == 1)
    #expect(finding(.noDirectory).exitCode == 1)
    #expect(finding(.unseen(Self.refused)).exitCode == EX_NOPERM)
    #expect(finding(.unseen(Self.broken)).exitCode == EX_IOERR)
    let foreign = finding(.there(owner: .init(uid: 5, name: "bob"), mode: 0o700))
    #expect(foreign.text.contains("belongs to bob"))
    #expect(foreign.fix == "sudo -u bob chatctl doctor --data '/srv/my chat'")
    #expect(foreign.exitCode == EX_NOPERM)
  }

  @Test(arguments: [
    (mode_t(0o755), "lets other users"), (0o770, "lets other users"), (0o701, "lets other users"),
    (0o500, "keeps the server out"),
  ])
  func theModeOfTheDirectoryCounts(mode: mode_t, text: String) {
    var facts = DoctorFacts.healthy()
    facts.directory = .there(owner: DoctorFacts.alice, mode: mode)
    let finding = facts.findings[0]
    #expect(finding.level == .problem)
    #expect(finding.text.contains(text))
    #expect(finding.fix == "chmod \(mode == 0o500 ? "700" : "o-rwx,g-w") '/srv/my chat'")
  }

  @Test func whatCouldNotBeLookedAtCountsFirst() {
    let problem = DoctorFinding(.disk, .problem, "x")
    let unread = DoctorFinding(unseen: .store, "x", code: EX_IOERR)
    let refused = DoctorFinding(unseen: .lock, "x", code: EX_NOPERM)
    #expect(DoctorFinding.exitCode(of: [problem, unread]) == EX_IOERR)
    #expect(DoctorFinding.exitCode(of: [problem, unread, refused]) == EX_NOPERM)
    #expect(DoctorFinding.exitCode(of: [DoctorFinding(.disk, .warning, "x")]) == 0)
  }

  @Test(arguments: [("", "''"), ("/srv/a-b_c.1", "/srv/a-b_c.1"), ("a b", "'a b'"), ("it's $x", "'it'\\''s $x'")])
  func wordsOfAShell(text: String, word: String) {
    #expect(text.shellWord == word)
  }

  private static func add(
    _ name: String, _ owner: SystemUser, _ mode: mode_t, isPrivate: Bool = true, to contents: inout Contents
  ) {
    let entry = DoctorFacts.Entry(name: name, owner: owner, mode: mode, isPrivate: isPrivate)
    contents.entries = .success([entry])
  }

  /// Start and end in days from now.
  private static func certify(mode: mode_t = 0o600, start: Double, end: Double, _ contents: inout Contents) {
    let key = DoctorFacts.Entry(name: "tls/key.pem", owner: DoctorFacts.alice, mode: mode, isPrivate: true)
    let time = { WallTime(seconds: DoctorFacts.now.seconds + $0 * 86_400) }
    contents.certificate = .success(DoctorFacts.Certificate(key: key, start: time(start), end: time(end)))
  }

  /// Times in seconds from now.
  private static func set(
    record: Double = -1, program: Double = -1, isSynchronised: Bool? = true, step: Int64 = 1, _ contents: inout Contents
  ) {
    let time = { WallTime(seconds: DoctorFacts.now.seconds + $0) }
    contents.clock = DoctorFacts.Clock(
      now: DoctorFacts.now, newestRecord: time(record), program: time(program), isSynchronised: isSynchronised,
      steadyStep: step)
  }
}
