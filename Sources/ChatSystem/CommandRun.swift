import CLinux
import Glibc

/// A program that was run for a moment: it read what it was given, and how it ended is its answer.
///
/// It gets no descriptors but the standard ones, each signal's default, and a process group of its own, of which nothing is
/// left when it has ended or its time is over. What it prints is dropped, but for a first line of complaint.
public struct CommandRun: Sendable {
  /// How a program ended.
  public enum End: Hashable, Sendable {
    /// By itself.
    case exited(code: Int32)
    /// By a signal of somebody else.
    case killed(signal: Int32)
    /// Its time was over, and it was killed.
    case tooSlow
    /// It could not be started, or not be waited for; the errno.
    case failed(code: Int32)
  }

  /// How it ended.
  public let end: End
  /// The first line that it wrote to its standard error, no more than 4,096 bytes of it; empty when there was none.
  public let complaint: String

  /// Looks whether there is a program at `path` that this process may run.
  public static func require(_ path: String) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(.run, path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.run, path, code: EACCES) }
    guard faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 else { throw FileError(.run, path) }
  }

  /// Runs the program at `path`, and waits for its end, `seconds` at most.
  ///
  /// - Parameters:
  ///   - input: what its standard input holds, no more than a pipe takes at once (4,096 bytes); the end follows.
  ///   - environment: all of it, each as `NAME=value`.
  ///   - running: those with which it is ended.
  public init(
    _ path: String, _ arguments: [String], input: [UInt8], environment: [String], within seconds: Double,
    among running: RunningCommands = RunningCommands()
  ) {
    precondition(input.count <= 4_096, "a pipe that nobody reads yet takes no more")
    let deadline = MonotonicClock.now() + Int64(seconds * 1_000_000_000)
    guard var given = Pipe(), var complaints = Pipe() else {
      self.init(end: .failed(code: errno))
      return
    }
    _ = SystemCall.writeAll(input, to: given.writer)
    given.closeWriter()
    let started = running.start {
      Self.start(path, arguments, environment, input: given.reader, errors: complaints.writer)
    }
    switch started {
    case .failure(let code):
      self.init(end: .failed(code: code))
    case .value(let process):
      complaints.closeWriter()
      self.init(of: process, among: running, complaints: complaints.reader, deadline: deadline)
    }
  }

  private init(end: End, complaint: [UInt8] = []) {
    self.end = end
    let line = complaint.prefix { $0 != UInt8(ascii: "\n") }
    self.complaint = String(decoding: line, as: UTF8.self)
  }

  private static func start(
    _ path: String, _ arguments: [String], _ environment: [String], input: Int32, errors: Int32
  ) -> SystemCall.Outcome<pid_t> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    clinux_spawn_closes_from(&actions, STDERR_FILENO + 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What the server ignores or blocks is no business of another program.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, path, &actions, &attributes, words, variables)
    return code == 0 ? .value(process) : .failure(code)
  }

  /// Waits for the end of `process`, and reaps it.
  private init(of process: pid_t, among running: RunningCommands, complaints: Int32, deadline: Int64) {
    let handle = clinux_process_handle(process)
    var failure = handle < 0 ? errno : 0
    var complaint: [UInt8] = []
    var isTooSlow = false
    var waited = [
      pollfd(fd: handle, events: Int16(POLLIN), revents: 0), pollfd(fd: complaints, events: Int16(POLLIN), revents: 0),
    ]
    while failure == 0, waited[0].revents == 0 {
      let left = deadline - MonotonicClock.now()
      guard left > 0 else {
        isTooSlow = true
        break
      }
      if case .failure(let code) = SystemCall.run({ poll(&waited, 2, Int32(left / 1_000_000) + 1) }) { failure = code }
      if waited[1].revents != 0, !Self.hear(complaints, &complaint) { waited[1].fd = -1 }
    }
    // Before it is reaped, so that its number can't be another's yet.
    running.finish(process)
    var status: Int32 = 0
    if case .failure(let code) = SystemCall.run({ waitpid(process, &status, 0) }) { failure = code }
    if handle >= 0 { close(handle) }
    // Of its last words, what has room in a complaint.
    while waited[1].fd >= 0, complaint.count < Self.longestComplaint, poll(&waited[1], 1, 0) > 0,
      Self.hear(complaints, &complaint)
    {}
    if failure != 0 {
      self.init(end: .failed(code: failure))
    } else if isTooSlow {
      self.init(end: .tooSlow, complaint: complaint)
    } else {
      // wait(2): the low seven bits are the signal, 0 for none, and the second byte is the exit code.
      let signal = status & 0x7F
      self.init(end: signal == 0 ? .exited(code: status >> 8 & 0xFF) : .killed(signal: signal), complaint: complaint)
    }
  }

  private static let longestComplaint = 4_096

  /// Reads a stretch of what is complained of, and keeps it if there is room.
  ///
  /// - Returns: whether more may come.
  private static func hear(_ complaints: Int32, _ heard: inout [UInt8]) -> Bool {
    var stretch = [UInt8](repeating: 0, count: longestComplaint)
    guard case .value(let count) = SystemCall.run({ read(complaints, &stretch, stretch.count) }), count > 0 else {
      return false
    }
    heard += stretch.prefix(min(count, longestComplaint - heard.count))
    return true
  }
}

/// The programs that run for a moment (`CommandRun`) on behalf of one who may end before them. From any queue.
public final class RunningCommands: Sendable {
  private struct State {
    /// The leaders of their process groups, none of which has been reaped: each number is theirs.
    var leaders: Set<pid_t> = []
    var isEnded = false
  }

  private let state = Locked(State())

  /// None runs yet.
  public init() {}

  /// Kills all of them, with all that they have started, and lets no more of them start.
  public func end() {
    state.withLock { state in
      state.isEnded = true
      for leader in state.leaders { Self.kill(leader) }
    }
  }

  /// Starts one by `body`, unless the end has come.
  func start(_ body: () -> SystemCall.Outcome<pid_t>) -> SystemCall.Outcome<pid_t> {
    state.withLock { state in
      guard !state.isEnded else { return .failure(ECANCELED) }
      let outcome = body()
      if case .value(let leader) = outcome { state.leaders.insert(leader) }
      return outcome
    }
  }

  /// Kills what is left of one, before it is reaped.
  func finish(_ leader: pid_t) {
    state.withLock { state in
      Self.kill(leader)
      state.leaders.remove(leader)
    }
  }

  private static func kill(_ leader: pid_t) {
    Glibc.kill(-leader, SIGKILL)
    Glibc.kill(leader, SIGKILL)
  }
}

/// A pipe whose ends no program inherits that is started meanwhile. One thread at a time.
struct Pipe: ~Copyable {
  /// The end from which what is written to `writer` is read.
  let reader: Int32
  private(set) var writer: Int32

  /// A new one; nil, and errno, when the system gives none.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard clinux_pipe(&ends) == 0 else { return nil }
    reader = ends[0]
    writer = ends[1]
  }

  deinit {
    close(reader)
    if writer >= 0 { close(writer) }
  }

  /// The end of what is read follows what was written, unless somebody else has this end too.
  mutating func closeWriter() {
    close(writer)
    writer = -1
  }
}
