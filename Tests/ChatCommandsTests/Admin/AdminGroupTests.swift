import ChatTestSupport
import Glibc
import Testing

/// Members of `admin-group` steer the server and read nothing; nobody else comes in.
@Suite(
  .waiting, .serialized,
  .enabled(if: geteuid() == 0 && Unprivileged.isAvailable, "it takes root, and an executable that others may reach"))
struct AdminGroupTests {
  private static let group: gid_t = 54_321
  let data: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
  }

  private func run(_ words: [String], group: gid_t? = Self.group) throws -> ChildProcess {
    let process = try Unprivileged.start(words + ["--data", data.path], group: group)
    process.closeInput()
    try process.wait()
    return process
  }

  private func attributes(of path: String) -> (mode: mode_t, group: gid_t) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return (0, 0) }
    return (status.st_mode & 0o7777, status.st_gid)
  }

  @Test func aMemberSteersAndTheLogNamesTheirOwnNumber() throws {
    chmod(data.path, 0o750)
    let server = try ServerProcess(data: data, options: ["--admin-group", "\(Self.group)"])
    #expect(attributes(of: data.path) == (0o710, Self.group))
    #expect(attributes(of: data.path(of: "control.sock")) == (0o660, Self.group))
    let set = try run(["admin", "set", "MaxCon", "7"])
    #expect(try set.wait() == 0, "\(set.errors)")
    #expect(try server.admin("get", "MaxCon").output == "MaxCon: 7\n")
    // What the server reads or runs with its rights is its owner's affair.
    for line in ["check-password /bin/true", "cert /etc/shadow", "key /etc/shadow", "admin-group 0"] {
      let refused = try run(["admin", "set"] + line.split(separator: " ").map(String.init))
      #expect(try refused.wait() != 0)
      #expect(refused.errors.contains("can be set by root and the server's own user alone"), "\(refused.errors)")
    }
    let log = try data.text(of: "logs/server.log").split(separator: "\n").filter { $0.contains("MaxCon") }
    #expect(log.contains { $0.contains("\"uid\":\(Unprivileged.user),") }, "\(log)")
    // What lies there is closed, and each command says who may.
    for line in ["log tail", "log explain bob", "backup create", "backup list", "backup restore a.tar --yes"] {
      let words = line.split(separator: " ").map(String.init)
      let refused = try run(words)
      #expect(try refused.wait() == EX_NOPERM, "\(words)")
      let command = (["sudo", "chatctl"] + words + ["--data", data.path]).joined(separator: " ")
      #expect(refused.errors.contains("belongs to root"), "\(refused.errors)")
      #expect(refused.errors.contains("Say \"\(command)\"."), "\(refused.errors)")
    }
    let doctor = try run(["doctor"])
    #expect(try doctor.wait() == EX_NOPERM)
    #expect(doctor.output.contains("Try: sudo -u root chatctl doctor"))
    // Nothing of it is a flaw.
    let checked = try ChildProcess(Executable.path, ["doctor", "--data", data.path])
    try checked.wait()
    #expect(checked.output.contains("and its group may steer the server, and read nothing"), "\(checked.output)")
    #expect(checked.output.contains("ok       permissions"), "\(checked.output)")
  }

  @Test func aMemberConfirmsNothingOfTheOwners() throws {
    let server = try ServerProcess(data: data, options: ["--admin-group", "\(Self.group)"])
    #expect(try server.admin("set", "check-password", "/bin/true", "--confirm-within", "10m").code == 0)
    #expect(
      try server.admin("get", "check-password").output.hasPrefix(
        "check-password: /bin/true (on trial, goes back unless confirmed). "))
    let refused = try run(["admin", "confirm"])
    #expect(try refused.wait() == 1)
    #expect(refused.errors.contains("check-password can be set by root and the server's own user alone"))
    #expect(try run(["admin", "set", "log-keep", "7", "--confirm-within", "10m"]).wait() == 0)
    #expect(try run(["admin", "set", "MaxCon", "7", "--confirm-within", "10m"]).wait() == 0)
    #expect(try server.admin("get", "MaxCon").output == "MaxCon: 7 (on trial, goes back unless confirmed)\n")
    let confirmed = try run(["admin", "confirm"])
    #expect(try confirmed.wait() == 0)
    #expect(confirmed.output == "MaxCon: 1000 -> 7\nlog-keep: 20 -> 7\n")
    #expect(try data.text(of: "serve.conf") == "log-keep = 7\n")
    #expect(try server.admin("confirm").output == "check-password: none -> /bin/true\n")
  }

  @Test func membersLeavePlacesForTheOwner() throws {
    let server = try ServerProcess(data: data, options: ["--admin-group", "\(Self.group)"])
    let members = try (0..<24).map { _ in
      let shell = try Unprivileged.start(["admin", "--json", "--data", data.path], group: Self.group)
      shell.send("get MaxCon")
      try shell.expect("MaxCon")
      return shell
    }
    let refused = try run(["admin", "status"])
    #expect(try refused.wait() != 0)
    #expect(refused.errors.contains("24 shells of members of the group are connected already"), "\(refused.errors)")
    #expect(try server.admin("get", "MaxCon").code == 0)
    members[0].closeInput()
    try members[0].wait()
    #expect(try run(["admin", "get", "MaxCon"]).wait() == 0)
    withExtendedLifetime(members) {}
  }

  @Test func aGroupThatTheNextStartWouldEndWithIsNotSet() throws {
    chown(data.path, Unprivileged.user, Unprivileged.user)
    let server = try Unprivileged.start(["serve", "0", "--listen", "127.0.0.1", "--data", data.path])
    try server.expect("Server is listening for connections now...")
    func set(_ group: String) throws -> ChildProcess {
      let admin = try ChildProcess(Executable.path, ["admin", "set", "admin-group", group, "--data", data.path])
      try admin.wait()
      return admin
    }
    let refused = try set("\(Self.group)")
    #expect(try refused.wait() != 0)
    #expect(refused.errors.contains("\"sudo usermod -aG \(Self.group) "), "\(refused.errors)")
    #expect(refused.errors.hasSuffix(" Nothing was changed.\n"))
    let none = try set("+\(Unprivileged.user)")
    #expect(try none.wait() == EX_DATAERR)
    #expect(none.errors.contains("it takes the name of a group"), "\(none.errors)")
    #expect(access(data.path(of: "serve.conf"), F_OK) != 0)
    #expect(try set("\(Unprivileged.user)").wait() == 0)
  }

  @Test func whoIsNoMemberIsToldHowToBecomeOne() throws {
    let server = try ServerProcess(data: data, options: ["--admin-group", "\(Self.group)"])
    let refused = try run(["admin", "stop"], group: nil)
    #expect(try refused.wait() == EX_NOPERM)
    #expect(refused.errors.contains("takes commands from root and the members of the group \(Self.group) only."))
    #expect(refused.errors.contains("\"sudo chatctl admin …\", or have"))
    #expect(refused.errors.contains("\"sudo usermod -aG \(Self.group) "), "\(refused.errors)")
    // Neither where directory and socket were opened to all: the kernel says who it is.
    chmod(data.path, 0o711)
    chmod(data.path(of: "control.sock"), 0o666)
    #expect(try run(["admin", "stop"], group: nil).wait() == EX_NOPERM)
    #expect(try server.admin("get", "MaxCon").code == 0)
  }

  @Test func whatAMemberReadsWithoutAServer() throws {
    let server = try ServerProcess(data: data, options: ["--admin-group", "\(Self.group)"])
    try server.process.crash()
    let stale = try run(["admin", "status"])
    #expect(try stale.wait() == EX_UNAVAILABLE)
    #expect(stale.errors.contains("was killed and left its control socket"), "\(stale.errors)")
    unlink(data.path(of: "control.sock"))
    let none = try run(["admin", "status"])
    #expect(try none.wait() == EX_UNAVAILABLE)
    #expect(none.errors.contains("no server runs on the data directory"))
    // The room is another user's, as a service's is: that is what starts it.
    #expect(none.errors.contains("Start one with \"sudo systemctl start chatctl\""), "\(none.errors)")
    // Somebody who is neither owner nor root listens: nothing is said there.
    let listener = try FakeListener(at: data.path(of: "control.sock"))
    chmod(data.path(of: "control.sock"), 0o666)
    chmod(data.path, 0o770)
    #expect(try run(["admin", "adduser", "bob"]).wait() == EX_NOPERM)
    #expect(listener.take().isEmpty)
  }

  @Test func withoutTheKeyNobodyElse() throws {
    let server = try ServerProcess(data: data)
    #expect(attributes(of: data.path).mode == 0o700)
    #expect(attributes(of: data.path(of: "control.sock")).mode == 0o600)
    #expect(try server.admin("get", "admin-group").output.hasPrefix("admin-group: none (built-in)."))
    let refused = try server.admin("set", "admin-group", "no-such-group")
    #expect(refused.code == EX_DATAERR)
    #expect(refused.errors.contains("it takes the name of a group"), "\(refused.errors)")
    #expect(try server.admin("set", "admin-group", "\(Self.group)").output.contains("at the next start"))
    try server.process.crash()
    let again = try ServerProcess(data: data)
    #expect(try run(["admin", "status"]).wait() == 0)
    withExtendedLifetime(again) {}
  }

  @Test func aGroupThatCanNotBeHadEndsTheStart() throws {
    for (group, code, text) in [
      ("no-such-group", EX_DATAERR, "there is no group \"no-such-group\" on this machine, which admin-group names."),
      ("\(Self.group)", EX_NOPERM, "\"sudo usermod -aG \(Self.group) "),
    ] {
      chown(data.path, Unprivileged.user, Unprivileged.user)
      let start = ["serve", "0", "--listen", "127.0.0.1", "--data", data.path, "--admin-group", group]
      let refused = try Unprivileged.start(start)
      #expect(try refused.wait() == code)
      #expect(refused.errors.hasPrefix("chatctl: ") && refused.errors.contains(text), "\(refused.errors)")
      #expect(refused.errors.split(separator: "\n").count == 1)
    }
    #expect(attributes(of: data.path).mode == 0o700)
  }
}
