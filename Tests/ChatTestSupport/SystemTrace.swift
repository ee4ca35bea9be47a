import Glibc

/// strace(1) on a process that runs: it records system calls, or delays them.
public final class SystemTrace {
  /// One line of the record.
  public struct Line: Sendable {
    /// The thread.
    public let thread: Substring
    /// What it did, without the time.
    public let text: Substring
  }

  private let process: ChildProcess
  private let directory: TemporaryDirectory

  /// Attaches to `target` and all its threads; returns when it is attached.
  ///
  /// - Parameter options: what to trace and to inject, as strace takes it.
  /// - Throws: `ChildProcess.Mismatch` when the system does not allow it.
  public init(of target: ChildProcess, _ options: [String]) throws {
    directory = try TemporaryDirectory()
    process = try ChildProcess(
      "/usr/bin/strace", ["-f", "-o", directory.path(of: "trace"), "-p", "\(target.pid)"] + options)
    try process.expectError("attached")
  }

  /// Whether this system lets one process trace another.
  public static let isAllowed: Bool = {
    guard let idle = try? ChildProcess("/bin/cat", []) else { return false }
    return (try? SystemTrace(of: idle, ["-e", "trace=none"])) != nil
  }()

  /// Lets the process go, and gives what was recorded, in the order in which it happened: a call that ended before
  /// another one began stands before it.
  public func finish() throws -> [Line] {
    process.signal(SIGINT)
    try process.wait()
    return try lines()
  }

  /// Ends the tracer itself at once: one that delays a thread does not notice its death.
  public func abandon() throws {
    try process.crash()
  }

  /// What is recorded so far.
  public func lines() throws -> [Line] {
    try directory.text(of: "trace").split(separator: "\n").map { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      return Line(thread: parts[0], text: parts.count > 1 ? parts[1].drop { $0 == " " } : "")
    }
  }
}
