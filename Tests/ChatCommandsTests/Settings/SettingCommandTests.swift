import ChatCore
import ChatTestSupport
import Foundation
import Testing

/// Settings of a real server: from files, the command line and the operator.
@Suite(.waiting) struct SettingCommandTests {
  private let data: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
  }

  /// A server of `data` with this in its own file, on the loopback.
  private func serve(_ text: String? = nil, _ options: [String] = []) throws -> ChildProcess {
    if let text { try data.write("listen = 127.0.0.1\nport = 0\n" + text, to: "serve.conf") }
    let server = try ChildProcess(Executable.path, ["serve", "--data", data.path] + options)
    try server.expect("The data directory is \(data.path)\n")
    return server
  }

  private func run(_ words: [String]) throws -> (output: String, errors: String, code: Int32) {
    let process = try ChildProcess(Executable.path, words + ["--data", data.path])
    process.closeInput()
    let code = try process.wait()
    return (process.output, process.errors, code)
  }

  private func admin(_ words: String...) throws -> (output: String, errors: String, code: Int32) {
    try run(["admin"] + words)
  }

  private func stop(_ server: ChildProcess) throws {
    server.signal(SIGTERM)
    #expect(try server.wait() == 0)
  }

  /// A value besides the one of `setting` that holds here, as a person writes it.
  private func other(_ setting: Setting) -> String {
    switch setting.kind {
    case .flag: "yes"
    case .choice(let words): words.last ?? ""
    case .count: "16"
    case .size: "3M"
    case .time: "100s"
    case .word: "/bin/true -x"
    }
  }

  @Test func everyKeyThatHoldsAtOnceAndNothingElseChanges() throws {
    let server = try serve("# by hand\n")
    let before = try admin("get").output.split(separator: "\n")
    let settings = Setting.allCases.filter { !$0.needsRestart && $0 != .cert && $0 != .key }
    for setting in settings {
      let answer = try admin("set", setting.rawValue, other(setting))
      #expect(answer.output.hasSuffix(" -> \(other(setting))\n"), "\(answer)")
    }
    let after = try admin("get").output.split(separator: "\n")
    let status = try admin("status", "--json").output
    try stop(server)
    let next = try serve()
    #expect(try admin("get").output.split(separator: "\n") == after)
    try stop(next)
    #expect(before.count == after.count)
    for (old, new) in zip(before, after) {
      let setting = Setting(key: String(old.prefix { $0 != ":" }))
      let isSet = setting.map(settings.contains) ?? false
      #expect((old == new) == !isSet, "\(old) \(new)")
      if let setting, isSet {
        #expect(new.hasPrefix("\(setting.rawValue): \(other(setting)) (\(data.path)/serve.conf). "))
      }
      if let setting, setting.isLimit, case .number(let number)? = setting.value(of: other(setting)) {
        #expect(status.contains("\"\(setting.jsonKey)\":{\"limit\":\(Int64(number)),"), "\(setting)")
      }
    }
    #expect(try data.text(of: "serve.conf").hasPrefix("listen = 127.0.0.1\nport = 0\n# by hand\nmax-file-size = 3M\n"))
  }

  @Test func aBackupOnTheWayAfterItIsSet() throws {
    let server = try serve("")
    #expect(try admin("set", "backup-every", "1s").output == "backup-every: 0 -> 1s\n")
    let deadline = Deadline(seconds: 60)
    while try !data.names(in: "backups").contains(where: { $0.hasPrefix("auto_") }), !deadline.isOver {
      _ = poll(nil, 0, 20)
    }
    #expect(try data.names(in: "backups").contains { $0.hasPrefix("auto_") })
    try stop(server)
  }

  @Test func whatTheCommandLineFixesStays() throws {
    let server = try serve("log-keep = 2\n", ["--log-keep", "5", "--max-file-size", "2K"])
    #expect(try admin("get", "log-keep").output.hasPrefix("log-keep: 5 (the command line). "))
    let refused = try admin("set", "log-keep", "6")
    #expect(refused.code == 1)
    #expect(refused.errors.contains("log-keep can't be set here: the command line says 5 for this server"))
    #expect(
      try admin("get", "max-file-size", "--json").output.hasPrefix(
        "{\"max-file-size\":{\"value\":2048,\"unit\":\"bytes\",\"from\":\"the command line\","))
    #expect(
      try admin("set", "log-keep", "6", "--runtime").output
        == "log-keep: 5 -> 6\nIt holds until the server stops; serve.conf is as it was.\n")
    let trial = try admin("set", "hello-time", "20", "--confirm-within", "5m")
    #expect(trial.output.contains("It goes back in 300.0 seconds unless \"confirm\" comes before that."), "\(trial)")
    #expect(try admin("confirm").output == "hello-time: 10s -> 20s\n")
    #expect(try admin("confirm").errors.contains("Nothing waits to be confirmed."))
    #expect(try data.text(of: "serve.conf").hasSuffix("log-keep = 2\nhello-time = 20s\n"))
    #expect(try admin("set", "log-kep", "6").errors.contains("The nearest is log-keep;"))
    try stop(server)
  }

  @Test func whatAFileTurnsOnTheCommandLineTurnsOff() throws {
    try data.write("plaintext = yes\nno-console = yes\nlog-bodies = yes\n", to: "serve.conf")
    let printed = try run(["serve", "--print-config", "--no-plaintext", "--console"])
    for line in ["plaintext: no (the command line)", "no-console: no (the command line)"] {
      #expect(printed.output.contains("\n\(line). "), "\(printed)")
    }
    #expect(printed.output.contains("\nlog-bodies: yes (\(data.path)/serve.conf). "))
    #expect(try run(["serve", "--print-config", "--console", "--no-console"]).code == 64)
    try data.write("", to: "serve.conf")
    let flags = try run(["serve", "--print-config", "--plaintext", "--no-console", "--log-bodies"]).output
    for key in ["plaintext", "no-console", "log-bodies"] {
      #expect(flags.contains("\n\(key): yes (the command line). "))
    }
  }

  @Test func passwordsHaveAsManyThreadsAsAreWanted() throws {
    let server = try serve("password-threads = 7\n")
    // They alone are nicer than the others.
    let nice = try TemporaryDirectory.names(at: "/proc/\(server.pid)/task").filter { thread in
      try String(contentsOfFile: "/proc/\(server.pid)/task/\(thread)/stat", encoding: .utf8)
        .split(separator: ")").last?.split(separator: " ")[16] == "5"
    }
    #expect(nice.count == 7)
    try stop(server)
  }

  @Test func aReloadReadsTheFile() throws {
    let server = try serve("")
    try data.write("listen = 127.0.0.1\nport = 0\nhello-time = 5\n", to: "serve.conf")
    #expect(try admin("reload").output.hasPrefix("hello-time: 10s -> 5s\n"))
    // Of what the next start would end with, somebody is told who can still mend it.
    try data.write("listen = 192.0.2.7\nport = 0\nhello-time = 5\n", to: "serve.conf")
    let coming = try admin("reload").output
    #expect(
      coming.hasPrefix("listen: 127.0.0.1 -> 192.0.2.7. It takes effect at the next start.\nWarning: "), "\(coming)")
    #expect(coming.contains("one of its own. The next start would end with that.\n"), "\(coming)")
    try data.write("hello-tim = 5\n", to: "serve.conf")
    let refused = try admin("reload")
    #expect(refused.code == 1)
    #expect(refused.errors.contains("/serve.conf:1: there is no setting \"hello-tim\". The nearest is \"hello-time\"."))
    #expect(try admin("status").output.contains("\nhello-time "))
    try data.write("", to: "serve.conf")
    try stop(server)
  }

  @Test func aWrongFileEndsAStart() throws {
    try data.write("\nMaxCon = 5\n", to: "serve.conf")
    for options in [[], ["--print-config"]] {
      let refused = try run(["serve"] + options)
      #expect(refused.code == 65)
      #expect(
        refused.errors == "chatctl: \(data.path)/serve.conf:2: MaxCon stands in para.txt. Write it there, or say "
          + "\"chatctl admin set MaxCon VALUE\".\n")
    }
    let doctor = try run(["doctor"])
    #expect(doctor.code == 1 && doctor.output.contains("serve.conf:2: MaxCon stands in para.txt."))
  }

  @Test func theConfigurationIsPrinted() throws {
    try data.write("log-keep = 2\n", to: "serve.conf")
    try data.write("max-file-size = 2K\n", to: "other.conf")
    let printed = try run(["serve", "--print-config", "--config", data.path(of: "other.conf"), "--prompt-time", "1h"])
    #expect(printed.code == 0)
    let lines = printed.output.split(separator: "\n")
    #expect(lines.count == Setting.allCases.filter(\.isShown).count)
    #expect(lines[0] == "port: 1234 (built-in). The port to listen on; 0 takes a free one.")
    #expect(printed.output.contains("\nlog-keep: 2 (\(data.path)/serve.conf). "))
    #expect(printed.output.contains("\nmax-file-size: 2K (\(data.path)/other.conf). "))
    #expect(printed.output.contains("\nprompt-time: 1h (the command line). "))
    #expect(try run(["serve", "--print-config", "--config", data.path(of: "none")]).code == 66)
    #expect(try data.names() == ["other.conf", "serve.conf"])
  }
}
