import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatSystem

@Suite("A program that is run for a moment") struct CommandRunTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func run(_ script: String, input: String = "", within seconds: Double = 60) -> CommandRun {
    CommandRun(
      "/bin/sh", ["-c", "cd \(directory.path)\n" + script, "sh", "an argument"], input: Array(input.utf8),
      environment: ["ONLY=this"], within: seconds)
  }

  @Test func itReadsItsInputAndEndsWithACode() throws {
    let run = run("/bin/cat > input; /usr/bin/env > environment; echo \"$1\"; exit 7", input: "a\nb\n")
    #expect(run.end == .exited(code: 7))
    #expect(run.complaint.isEmpty)
    #expect(try directory.text(of: "input") == "a\nb\n")
    let variables = try directory.text(of: "environment").split(separator: "\n")
    #expect(variables.contains("ONLY=this"))
    #expect(!variables.contains { $0.hasPrefix("HOME=") || $0.hasPrefix("PATH=") })
  }

  @Test func itsFirstComplaintIsKept() {
    #expect(run("echo no; echo bad luck >&2; echo more >&2; exit 2").complaint == "bad luck")
    let long = run("i=0; while [ $i -lt 20000 ]; do echo complaint; i=$((i+1)); done >&2")
    #expect(long.end == .exited(code: 0) && long.complaint == "complaint")
    #expect(run("printf '%05000d' 0 >&2").complaint == String(repeating: "0", count: 4_096))
  }

  @Test func aSignalIsNoExitCode() {
    #expect(run("kill -9 $$").end == .killed(signal: SIGKILL))
  }

  @Test func whatIsTooSlowIsKilledWithAllThatItHasStarted() throws {
    let run = run("sleep 600 & echo $! > child; echo $$ > parent; wait", within: 0.3)
    #expect(run.end == .tooSlow)
    for name in ["child", "parent"] {
      let process = try #require(Int32(try directory.text(of: name).dropLast()))
      expectEnd(of: process)
    }
  }

  @Test func allEndTogetherAndNoneStartsAfterwards() throws {
    let running = RunningCommands()
    let path = directory.path
    @Sendable func sleeper() -> CommandRun {
      CommandRun(
        "/bin/sh", ["-c", "cd \(path); sleep 600 & echo $! > child.new; mv child.new child; wait"], input: [],
        environment: ["PATH=/usr/bin:/bin"], within: 600, among: running)
    }
    let ended = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      #expect(sleeper().end == .killed(signal: SIGKILL))
      ended.signal()
    }
    let deadline = Deadline(seconds: 60)
    while access(directory.path(of: "child"), F_OK) != 0, !deadline.isOver { _ = poll(nil, 0, 5) }
    running.end()
    #expect(ended.wait(timeout: .now() + 60) == .success)
    expectEnd(of: try #require(Int32(try directory.text(of: "child").dropLast())))
    #expect(sleeper().end == .failed(code: ECANCELED))
  }

  @Test func nothingIsLeftOfWhatItHasStarted() throws {
    let run = run("sleep 600 > /dev/null 2>&1 & echo $! > child; exit 1")
    #expect(run.end == .exited(code: 1))
    expectEnd(of: try #require(Int32(try directory.text(of: "child").dropLast())))
  }

  /// A process that stays, in a session of its own, keeps nobody waiting who has its answer.
  @Test func aDaemonDoesNotHoldUpTheAnswer() throws {
    let run = run("setsid sh -c 'echo $$ > daemon; exec sleep 600' & while [ ! -s daemon ]; do :; done; exit 3")
    #expect(run.end == .exited(code: 3))
    kill(try #require(Int32(try directory.text(of: "daemon").dropLast())), SIGKILL)
  }

  @Test func itInheritsNothing() throws {
    // Above what a shell has open itself, and left open on purpose.
    let open = fcntl(STDOUT_FILENO, F_DUPFD, 100)
    defer { close(open) }
    let before = signal(SIGUSR1, SIG_IGN)
    defer { signal(SIGUSR1, before) }
    #expect(run("ls /proc/$$/fd > open; kill -USR1 $$").end == .killed(signal: SIGUSR1))
    let numbers = try directory.text(of: "open").split(separator: "\n").compactMap { Int32($0) }
    #expect(Set([0, 1, 2]).isSubset(of: numbers) && !numbers.contains(open), "\(numbers)")
  }

  @Test func whatIsNoProgramIsTold() throws {
    try directory.write("no program", to: "text")
    for (path, code) in [("/none", ENOENT), (directory.path(of: "text"), EACCES), (directory.path, EACCES)] {
      #expect(throws: FileError(.run, path, code: code)) { try CommandRun.require(path) }
      #expect(CommandRun(path, [], input: [], environment: [], within: 60).end == .failed(code: code))
    }
    #expect(throws: Never.self) { try CommandRun.require("/bin/sh") }
  }

  /// A killed process that is not ours is reaped by somebody else in a moment.
  private func expectEnd(of process: Int32) {
    let deadline = Deadline(seconds: 60)
    while isAlive(process), !deadline.isOver { _ = poll(nil, 0, 5) }
    #expect(!isAlive(process))
  }

  private func isAlive(_ process: Int32) -> Bool {
    guard let status = try? String(decoding: FileBytes.read("/proc/\(process)/stat") ?? [], as: UTF8.self) else {
      return false
    }
    return !status.isEmpty && !status.contains(") Z ")
  }
}
