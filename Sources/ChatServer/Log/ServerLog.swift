import ChatCore
import ChatStore
import Dispatch
import Glibc

/// Writes what happens: a JSON object a line to logs/server.log, and a sentence to the console.
///
/// On a queue of its own, so that neither a slow terminal nor a full disk stops the chat. Methods may be called from any
/// queue; lines stand in the order of the calls.
final class ServerLog: @unchecked Sendable {  // The descriptor belongs to `queue`.
  private let queue = DispatchQueue(label: "chatctl.log", qos: .utility)
  private let directory: String
  private let console: Console
  private var descriptor: Int32 = -1

  /// Opens the live log in `directory`, which exists. A log that a crash left behind is renamed first, after the time of
  /// its last line.
  init(directory: String, console: Console) {
    self.directory = directory
    self.console = console
    queue.sync {
      var status = stat()
      if stat(livePath, &status) == 0 {
        let last = WallTime(microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000)
        rename(livePath, archivePath(for: last))
      }
      descriptor = open(livePath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }
  }

  /// Logs `event`, which happened at `time`.
  func write(_ event: ServerEvent, at time: WallTime) {
    queue.async { [self] in
      append(event.line(at: time).finished)
      if let text = event.consoleText {
        console.say(text, at: time)
      }
    }
  }

  /// Logs that the store could not do something.
  func write(storeError error: StoreError, at time: WallTime) {
    write("store-error", detail: String(describing: error), console: "the store reports: \(error)", at: time)
  }

  /// Logs that somebody changed something as the operator.
  func write(admin command: String, uid: UInt32, pid: Int32, at time: WallTime) {
    queue.async { [self] in
      var line = LogLine("admin", at: time)
      line.add("command", command)
      line.add("uid", Int64(uid))
      line.add("pid", Int64(pid))
      append(line.finished)
      console.say("the operator (uid \(uid), pid \(pid)): \(command)", at: time)
    }
  }

  /// Logs what concerns the server itself.
  func write(_ event: String, detail: String, console text: String? = nil, at time: WallTime) {
    queue.async { [self] in
      var line = LogLine(event, level: event.hasSuffix("error") ? .error : .info, at: time)
      line.add("detail", detail)
      append(line.finished)
      if let text {
        console.say(text, at: time)
      }
    }
  }

  /// Comes back when what was logged so far stands in the log and on the console, so that what is said to the console
  /// next comes after it. From any queue.
  func drain() {
    queue.sync {}
  }

  /// Closes the log and gives it the name of the time it ended at, as the original does.
  ///
  /// - Returns: the path of the finished log; nil when it could not be renamed.
  func finish(at time: WallTime) -> String? {
    queue.sync {
      guard descriptor >= 0 else { return nil }
      fsync(descriptor)
      close(descriptor)
      descriptor = -1
      let path = archivePath(for: time)
      return rename(livePath, path) == 0 ? path : nil
    }
  }

  private var livePath: String {
    "\(directory)/server.log"
  }

  /// `log_2014-03-04_21:32:30.log`, with a number when the server stopped twice in that second.
  private func archivePath(for time: WallTime) -> String {
    let stem = "\(directory)/log_\(LocalTime(time).original)"
    var path = "\(stem).log"
    var number = 1
    while access(path, F_OK) == 0 {
      number += 1
      path = "\(stem).\(number).log"
    }
    return path
  }

  /// Writes a line in one call. A full disk loses the line, never the chat.
  private func append(_ line: String) {
    guard descriptor >= 0 else { return }
    var line = line
    line.withUTF8 { bytes in
      _ = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    }
  }
}
