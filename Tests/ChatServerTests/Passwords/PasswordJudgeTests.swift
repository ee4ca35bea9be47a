import ChatCore
import ChatSystem
import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatServer

/// A program of the place that says whether a password is right.
@Suite struct PasswordJudgeTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func command(_ script: String, seconds: Double = 60) throws -> PasswordCommand {
    // Read by a shell and not run itself: a test beside this one that starts a process may hold it open for writing.
    try directory.write("cd \(directory.path)\n" + script, to: "hook")
    return try #require(PasswordCommand("/bin/sh \(directory.path(of: "hook")) -v  two", seconds: seconds))
  }

  private func ask(_ script: String, seconds: Double = 60) throws -> PasswordOutcome {
    PasswordJudge.ask(try command(script, seconds: seconds), name: "alice", password: "wonder land")
  }

  @Test func theExitCodeIsTheAnswer() throws {
    #expect(try ask("exit 0") == .right)
    #expect(try ask("echo why >&2; exit 1") == .wrong)
    let path = "/bin/sh"
    #expect(try ask("exit 2") == .unknown("\(path) ended with exit code 2"))
    #expect(try ask("kill -9 $$") == .unknown("\(path) was ended by signal 9"))
    #expect(try ask("sleep 600", seconds: 0.2) == .unknown("\(path) took longer than 0.2s"))
    let none = try #require(PasswordCommand("/none", seconds: 1))
    #expect(
      PasswordJudge.ask(none, name: "a", password: "b")
        == .unknown("/none could not be run: No such file or directory"))
  }

  @Test func itGetsTwoLinesAndItsArguments() throws {
    #expect(try ask("cat > given; echo \"$#$1$2\" >> given; echo \"$PATH\" >> given") == .right)
    #expect(try directory.text(of: "given").hasPrefix("alice\nwonder land\n2-vtwo\n/usr/local/sbin:"))
  }

  @Test func whatItSaysIsHarmlessAndHoldsNoPassword() throws {
    let verdict = try ask("read n; read p; printf '%s \\033[2J:%s\\nmore\\n' \"$n\" \"$p\" >&2; exit 9")
    #expect(verdict == .unknown("/bin/sh ended with exit code 9: alice ^[[2J:…"))
  }

  @Test func noPartOfAPasswordIsTold() throws {
    func said(_ password: String, _ script: String) throws -> PasswordOutcome {
      PasswordJudge.ask(try command("read n; read p; \(script); exit 9"), name: "alice", password: password)
    }
    let bare = PasswordOutcome.unknown("/bin/sh ended with exit code 9")
    // Its gaps alone tell what a short one is, and what is kept of a complaint may end in the midst of one.
    #expect(try said("ab", "echo \"no: $p\" >&2") == bare)
    let long = String(repeating: "secret", count: 100)
    let dots = String(repeating: ".", count: 100)
    let whole = try said(long, "printf '\(dots)%s\(dots)' $p >&2")
    #expect(whole == .unknown("/bin/sh ended with exit code 9: \(dots)…" + dots.dropLast()))
    let cut = try said(long, "printf '%03800d%s' 0 $p >&2")
    #expect(cut == .unknown("/bin/sh ended with exit code 9: " + String(repeating: "0", count: 200)))
    let part = try said(long, "printf '%050d%s' 0 secretsecretsec >&2")
    #expect(part == .unknown("/bin/sh ended with exit code 9: " + String(repeating: "0", count: 50)))
    // As Python's repr has it, in other letters, or a part of it: three characters are enough.
    #expect(try said("o'clock \\ news", "printf '%s' \"bad: o\\\\'clock\" >&2") == bare)
    #expect(try said("Wonder-Land", "printf 'bad: WONDER' >&2") == bare)
    #expect(try said("wonderland", "printf 'bad: x%.3s' \"${p#w}\" >&2") == bare)
    #expect(try said("wonderland", "printf 'no: wo' >&2") == .unknown("/bin/sh ended with exit code 9: no: "))
  }

  @Test func aFloodRunsAsManyAsThereAreThreads() throws {
    // Each leaves a trace while it runs, and says how many there are.
    let command = try command("touch run.$$; set -- run.*; echo $# >> counts; rm run.$$; exit 1")
    var settings = Settings()
    settings[.passwordBacklog] = 40
    let passwords = try PasswordQueue(settings)
    let queue = DispatchQueue(label: "test.judge")
    let verdicts = Collector<PasswordOutcome>()
    let done = DispatchSemaphore(value: 0)
    for _ in 0..<100 {
      passwords.submit(.ask(command, name: "a", password: "b"), from: "192.0.2.1", on: queue) {
        verdicts.add($0)
        done.signal()
      }
    }
    for _ in 0..<100 { #expect(done.wait(timeout: .now() + 60) == .success) }
    let refused = verdicts.all.count { $0 == .refused }
    #expect((1...60).contains(refused))
    #expect(verdicts.all.count { $0 == .wrong } == 100 - refused)
    let counts = try directory.text(of: "counts").split(separator: "\n").compactMap { Int($0) }
    #expect(counts.max() ?? 0 <= max(1, ProcessorCount.usable / 2))
  }
}
