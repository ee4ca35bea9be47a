import Glibc

/// A real process with pipes on its standard input, output and error. Killed when it is let go.
///
/// Waiting is done with poll(2) and a deadline; nothing here sleeps. One thread at a time.
public final class ChildProcess {
  /// Why waiting for something ended without it.
  public struct Mismatch: Error, CustomStringConvertible {
    /// What was waited for, and what there was instead.
    public let description: String
  }

  /// How long anything may take before a test gives up, in seconds.
  public static let patience = 60.0

  /// Its number.
  public let pid: pid_t
  /// Everything it has written to standard output and error so far and that was read.
  public private(set) var output = ""
  public private(set) var errors = ""

  private var input: Int32
  private var outputEnd: Int32
  private var errorEnd: Int32
  private var consumed: String.Index?
  private var status: Int32?

  /// Starts `executable`.
  public init(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil
  ) throws {
    var stdinPipe = [Int32](repeating: 0, count: 2)
    var stdoutPipe = stdinPipe
    var stderrPipe = stdinPipe
    let flags = Int32(O_CLOEXEC)
    guard pipe2(&stdinPipe, flags) == 0, pipe2(&stdoutPipe, flags) == 0, pipe2(&stderrPipe, flags) == 0 else {
      throw Mismatch(description: "no pipe: errno \(errno)")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, stdinPipe[0], 0)
    posix_spawn_file_actions_adddup2(&actions, stdoutPipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, stderrPipe[1], 2)
    if let directory {
      posix_spawn_file_actions_addchdir_np(&actions, directory)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    var variables = ChildProcess.environment
    variables.merge(environment) { $1 }
    let argv = ([executable] + arguments).map { strdup($0) } + [nil]
    let envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, executable, &actions, &attributes, argv, envp)
    close(stdinPipe[0])
    close(stdoutPipe[1])
    close(stderrPipe[1])
    guard code == 0 else { throw Mismatch(description: "could not start \(executable): errno \(code)") }
    self.pid = pid
    input = stdinPipe[1]
    outputEnd = stdoutPipe[0]
    errorEnd = stderrPipe[0]
    signal(SIGPIPE, SIG_IGN)
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

  /// Waits until `text` appears in standard output after what was waited for before.
  ///
  /// - Throws: `Mismatch` with everything there was, when it ends or takes too long.
  public func expect(_ text: String, within seconds: Double = patience) throws {
    let deadline = Deadline(seconds: seconds)
    while true {
      let start = consumed ?? output.startIndex
      if let end = output[start...].endOfFirst(text) {
        consumed = end
        return
      }
      guard try readSome(deadline) else {
        throw Mismatch(
          description: "\"\(text)\" did not come. Output:\n\(output)\nErrors:\n\(errors)")
      }
    }
  }

  /// Waits until it ends, and gives its exit code, or 128 and the number of the signal that killed it.
  @discardableResult
  public func wait(within seconds: Double = patience) throws -> Int32 {
    if let status { return status }
    let deadline = Deadline(seconds: seconds)
    while try readSome(deadline) {}
    guard !deadline.isOver else {
      throw Mismatch(description: "it did not end. Output:\n\(output)\nErrors:\n\(errors)")
    }
    var raw: Int32 = 0
    while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
    let code = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    status = code
    return code
  }

  /// Sends it a signal.
  public func signal(_ number: Int32) {
    kill(pid, number)
  }

  /// Reads what there is, waiting for it if need be. False at the end of both streams, or of the time.
  private func readSome(_ deadline: Deadline) throws -> Bool {
    var polls = [outputEnd, errorEnd].filter { $0 >= 0 }.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard !polls.isEmpty, !deadline.isOver else { return false }
    guard poll(&polls, nfds_t(polls.count), deadline.milliseconds) > 0 else { return !deadline.isOver }
    for ready in polls where ready.revents != 0 {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(ready.fd, &buffer, buffer.count)
      let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
      if ready.fd == outputEnd { appendOutput(text) } else { errors += text }
      if count == 0 {
        close(ready.fd)
        if ready.fd == outputEnd { outputEnd = -1 } else { errorEnd = -1 }
      }
    }
    return true
  }

  private func appendOutput(_ text: String) {
    let offset = consumed.map { output.utf8.distance(from: output.startIndex, to: $0) }
    output += text
    consumed = offset.map { output.utf8.index(output.startIndex, offsetBy: $0) }
  }

  /// What every child gets: nothing of the person's own settings.
  private static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"]
}

extension Substring {
  /// Where the first `text` ends.
  fileprivate func endOfFirst(_ text: String) -> Index? {
    let pattern = Array(text.utf8)
    let bytes = Array(utf8)
    guard !pattern.isEmpty, bytes.count >= pattern.count else { return pattern.isEmpty ? startIndex : nil }
    for start in 0...(bytes.count - pattern.count) where bytes[start] == pattern[0] {
      if bytes[start..<start + pattern.count].elementsEqual(pattern) {
        return utf8.index(startIndex, offsetBy: start + pattern.count)
      }
    }
    return nil
  }
}
