import CLinux
import CPty
import Glibc

/// A pseudo-terminal: keys go in, the bytes of the screen come out. For tests of what a person sees.
///
/// Nothing sleeps: every wait is a `poll` with a deadline. Belongs to one thread at a time.
public final class PseudoTerminal: @unchecked Sendable {  // One thread at a time uses it.
  /// The side of the programs that run on the terminal.
  public let terminal: Int32
  /// Everything that was shown so far, escape codes included.
  public private(set) var output: [UInt8] = []

  private let controller: Int32
  private var process: pid_t?

  /// Why a test can't go on.
  public enum Failure: Error, CustomStringConvertible {
    /// The system gave no terminal, or did not start the program.
    case system(String, Int32)
    /// What was waited for did not come; what came instead.
    case deadline(screen: String)

    /// For the test's log.
    public var description: String {
      switch self {
      case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
      case .deadline(let screen): "not seen in time; seen so far:\n\(screen)"
      }
    }
  }

  /// Opens a terminal of this size.
  public init(columns: UInt16 = 80, rows: UInt16 = 24) throws {
    var controller: Int32 = -1
    var terminal: Int32 = -1
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard cpty_open(&controller, &terminal, &size) == 0 else { throw Failure.system("openpty", errno) }
    self.controller = controller
    self.terminal = terminal
  }

  deinit {
    if let process {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(controller)
    close(terminal)
  }

  /// What was shown so far, as text, escape codes included.
  public var text: String {
    String(decoding: output, as: UTF8.self)
  }

  /// Starts a program on the terminal, in a session of its own whose controlling terminal this is.
  ///
  /// - Parameters:
  ///   - environment: `NAME=VALUE` each; what a sanitizer is told goes with it.
  ///   - directory: where it starts; nil for where this process is.
  public func spawn(
    _ path: String, _ arguments: [String], environment: [String] = ["TERM=xterm", "LC_ALL=C.UTF-8"],
    directory: String? = nil
  ) throws {
    var name = [CChar](repeating: 0, count: 128)
    guard ttyname_r(terminal, &name, name.count) == 0 else { throw Failure.system("ttyname_r", errno) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opening it as the leader of a new session makes it the controlling terminal (credentials(7)).
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    if let directory {
      _ = cpty_spawn_chdir(&actions, directory)
    }
    // As in `ChildProcess`: nothing that other tests have open.
    _ = clinux_spawn_closes_from(&actions, 3)
    let attributes = SpawnAttributes(ownSession: true)
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let environment = environment + TestLoad.sanitizerSettings.map { "\($0.key)=\($0.value)" }
    let settings = environment.map { strdup($0) } + [nil]
    defer { for text in words + settings { free(text) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, path, &actions, &attributes.value, words, settings)
    guard code == 0 else { throw Failure.system("posix_spawn", code) }
    process = child
  }

  /// Types `keys`.
  public func type(_ keys: String) {
    var keys = Array(keys.utf8)[...]
    while !keys.isEmpty {
      let count = keys.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      keys = keys.dropFirst(count)
    }
  }

  /// Sends `signal` to the program that was started.
  public func signal(_ signal: Int32) {
    if let process { kill(process, signal) }
  }

  /// Gives the window another size and tells the program.
  public func resize(columns: UInt16, rows: UInt16 = 24) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  /// Closes the window, as a terminal emulator does: the program gets SIGHUP. Nothing can be typed or read any more.
  public func closeWindow() {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    dup2(null, controller)
    dup2(null, terminal)
    close(null)
  }

  /// Whether what is typed is echoed by the terminal itself.
  public var echoes: Bool {
    var settings = termios()
    tcgetattr(terminal, &settings)
    return settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Reads until `condition` holds of everything that was shown so far.
  ///
  /// - Throws: `Failure.deadline` when it does not within `seconds`.
  public func read(until condition: (String) -> Bool, within seconds: Double = ChildProcess.patience) throws {
    let deadline = Self.now() + seconds
    while !condition(text) {
      guard readSome(before: deadline) else { throw Failure.deadline(screen: text) }
    }
  }

  /// Reads until `text` has been shown after what `mark` says.
  ///
  /// - Parameter mark: a count of bytes: `output.count` at an earlier time.
  /// - Throws: `Failure.deadline` when it does not come within `seconds`.
  public func read(_ text: String, after mark: Int = 0, within seconds: Double = ChildProcess.patience) throws {
    try read(
      until: { _ in String(decoding: self.output.dropFirst(mark), as: UTF8.self).contains(text) }, within: seconds)
  }

  /// Reads what has been shown, without waiting.
  public func readAvailable() {
    while readSome(before: Self.now()) {}
  }

  /// Waits for the program to end, reading what it shows. Its exit code; 128 and the signal's number when one ended it.
  public func wait(within seconds: Double = ChildProcess.patience) throws -> Int32 {
    guard let process else { throw Failure.system("wait", ECHILD) }
    let deadline = Self.now() + seconds
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard Self.now() < deadline else { throw Failure.deadline(screen: text) }
      _ = readSome(before: min(deadline, Self.now() + 0.02))
    }
    self.process = nil
    while readSome(before: Self.now()) {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Whether something came before `deadline`.
  private func readSome(before deadline: Double) -> Bool {
    var poll = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    let wait = Int32(max(0, (deadline - Self.now()) * 1_000).rounded(.up))
    guard Glibc.poll(&poll, 1, wait) > 0, poll.revents & Int16(POLLIN) != 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = Glibc.read(controller, &bytes, bytes.count)
    guard count > 0 else { return false }
    output += bytes[..<count]
    return true
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
