import CLinux
import CPty
import Glibc

/// A real process with pipes on its standard input, output and error. Killed when it is let go.
///
/// Waiting is done with poll(2) and a deadline; nothing here sleeps. One thread at a time.
public final class ChildProcess {
  /// Why waiting for something ended without it.
  public struct Mismatch: Error, CustomStringConvertible {
    /// What was waited for, and what there was instead.
    public let description: String

    /// A mismatch in these words.
    public init(description: String) {
      self.description = description
    }
  }

  /// How long anything may take before a test gives up, in seconds.
  public static let patience = 60.0

  /// Its number.
  public let pid: pid_t

  /// Everything it has written to standard output so far and that was read.
  public var output: String { String(decoding: outputBytes, as: UTF8.self) }
  /// Everything it has written to standard error so far and that was read.
  public var errors: String { String(decoding: errorBytes, as: UTF8.self) }

  /// What has to live as long as this: the server of a client.
  public var companion: AnyObject?

  private var outputBytes: [UInt8] = []
  private var errorBytes: [UInt8] = []
  private var input: Int32
  private var outputEnd: Int32
  private var errorEnd: Int32
  /// How much of the output has been waited for.
  private var consumed = 0
  private var status: Int32?

  /// Starts `executable`.
  ///
  /// - Parameter ownSession: whether it gets a session of its own, and so surely no controlling terminal.
  public init(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
    ownSession: Bool = false
  ) throws {
    var stdinPipe = [Int32](repeating: 0, count: 2)
    var stdoutPipe = stdinPipe
    var stderrPipe = stdinPipe
    guard cpty_pipe(&stdinPipe) == 0, cpty_pipe(&stdoutPipe) == 0, cpty_pipe(&stderrPipe) == 0 else {
      throw Mismatch(description: "no pipe: errno \(errno)")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, stdinPipe[0], 0)
    posix_spawn_file_actions_adddup2(&actions, stdoutPipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, stderrPipe[1], 2)
    if let directory {
      _ = cpty_spawn_chdir(&actions, directory)
    }
    // An end of another test's pipe that stayed open in it would keep that test from seeing the other end close.
    _ = clinux_spawn_closes_from(&actions, 3)
    let attributes = SpawnAttributes(ownSession: ownSession)

    var variables = ChildProcess.environment
    variables.merge(environment) { $1 }
    let argv = ([executable] + arguments).map { strdup($0) } + [nil]
    let envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, executable, &actions, &attributes.value, argv, envp)
    close(stdinPipe[0])
    close(stdoutPipe[1])
    close(stderrPipe[1])
    guard code == 0 else { throw Mismatch(description: "could not start \(executable): errno \(code)") }
    self.pid = pid
    input = stdinPipe[1]
    outputEnd = stdoutPipe[0]
    errorEnd = stderrPipe[0]
    Glibc.signal(SIGPIPE, SIG_IGN)
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    for descriptor in [input, outputEnd, errorEnd] where descriptor >= 0 {
      close(descriptor)
    }
  }

  /// Types `line` and a line feed.
  public func send(_ line: String) {
    write(line + "\n")
  }

  /// Writes `text` as it is.
  public func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Ends its standard input.
  public func closeInput() {
    if input >= 0 {
      close(input)
      input = -1
    }
  }

  /// Reads its standard output no more: what it writes from now on fails with EPIPE.
  public func closeOutput() {
    if outputEnd >= 0 {
      close(outputEnd)
      outputEnd = -1
    }
  }

  /// Waits until `text` appears in standard output after what was waited for before.
  ///
  /// - Throws: `Mismatch` with everything there was, when it ends or takes too long.
  public func expect(_ text: String, within seconds: Double = patience) throws {
    let deadline = Deadline(seconds: seconds)
    let pattern = Array(text.utf8)
    while true {
      if let end = outputBytes.endOfFirst(pattern, from: consumed) {
        consumed = end
        return
      }
      guard try readSome(deadline) else { throw mismatch("\"\(text)\" did not come") }
    }
  }

  /// The next line of standard output after what was waited for before, without its line feed; nil at the end of it.
  ///
  /// - Throws: `Mismatch` when it takes too long, or when the output ends within a line.
  public func nextLine(within seconds: Double = patience) throws -> String? {
    let deadline = Deadline(seconds: seconds)
    while true {
      if let end = outputBytes.endOfFirst([UInt8(ascii: "\n")], from: consumed) {
        defer { consumed = end }
        return String(decoding: outputBytes[consumed..<end - 1], as: UTF8.self)
      }
      guard try readSome(deadline) else {
        guard outputEnd < 0, consumed == outputBytes.count else { throw mismatch("no whole line came") }
        return nil
      }
    }
  }

  /// Waits until it ends, and gives its exit code, or 128 and the number of the signal that killed it.
  @discardableResult
  public func wait(within seconds: Double = patience) throws -> Int32 {
    if let status { return status }
    let deadline = Deadline(seconds: seconds)
    while try readSome(deadline) {}
    guard !deadline.isOver else { throw mismatch("it did not end") }
    var raw: Int32 = 0
    while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
    let code = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    status = code
    return code
  }

  /// Waits until `text` has appeared anywhere in standard error.
  ///
  /// - Throws: `Mismatch` with everything there was, when it ends or takes too long.
  public func expectError(_ text: String, within seconds: Double = patience) throws {
    let deadline = Deadline(seconds: seconds)
    let pattern = Array(text.utf8)
    while errorBytes.endOfFirst(pattern, from: 0) == nil {
      guard try readSome(deadline) else { throw mismatch("\"\(text)\" did not come") }
    }
  }

  /// Whether `text` has come in what was read so far.
  public func hasSaid(_ text: String) -> Bool {
    outputBytes.endOfFirst(Array(text.utf8), from: 0) != nil
  }

  /// Waits until it has written `text` somewhere; what is expected next is not touched by that.
  public func awaitText(_ text: String, within seconds: Double = patience) throws {
    let deadline = Deadline(seconds: seconds)
    while !hasSaid(text) {
      guard try readSome(deadline) else { throw mismatch("\"\(text)\" did not come") }
    }
  }

  /// Reads what it has written so far, without waiting, so that its pipes do not fill.
  public func readAvailable() {
    while (try? readSome(nil)) == true {}
  }

  /// Kills it as a crash would, and waits until it is gone.
  public func crash() throws {
    signal(SIGKILL)
    try wait()
  }

  /// Sends it a signal.
  public func signal(_ number: Int32) {
    kill(pid, number)
  }

  /// Reads what there is, waiting for it if need be; without a deadline it does not wait. False at the end of both
  /// streams, or of the time.
  private func readSome(_ deadline: Deadline?) throws -> Bool {
    var polls = [outputEnd, errorEnd].filter { $0 >= 0 }.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard !polls.isEmpty, deadline?.isOver != true else { return false }
    guard poll(&polls, nfds_t(polls.count), deadline?.milliseconds ?? 0) > 0 else { return deadline?.isOver == false }
    for ready in polls where ready.revents != 0 {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(ready.fd, &buffer, buffer.count)
      if ready.fd == outputEnd {
        outputBytes += buffer.prefix(max(0, count))
      } else {
        errorBytes += buffer.prefix(max(0, count))
      }
      if count == 0 {
        close(ready.fd)
        if ready.fd == outputEnd { outputEnd = -1 } else { errorEnd = -1 }
      }
    }
    return true
  }

  private func mismatch(_ what: String) -> Mismatch {
    Mismatch(description: "\(what). Output:\n\(output)\nErrors:\n\(errors)")
  }

  /// What every child gets: nothing of the person's own settings, but those of a sanitizer.
  private static let environment = TestLoad.sanitizerSettings.merging([
    "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent",
  ]) { $1 }
}

extension [UInt8] {
  /// Where the first `pattern` at or after `start` ends.
  fileprivate func endOfFirst(_ pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first else { return start }
    var start = start
    while start + pattern.count <= count, let found = self[start...].firstIndex(of: first) {
      let end = found + pattern.count
      guard end <= count else { return nil }
      if self[found..<end].elementsEqual(pattern) { return end }
      start = found + 1
    }
    return nil
  }
}
