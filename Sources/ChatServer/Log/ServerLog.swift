import ChatCore
import ChatStore
import ChatSystem
import Dispatch

/// Writes what happens: a JSON object a line to logs/server.log, and a sentence to the console.
///
/// On a queue of its own, so that neither a slow terminal nor a full disk stops the chat. Methods may be called from any
/// queue; lines stand in the order of the calls. A line is on its way to the system before the next one is looked at:
/// what waits here is only what came while the disk was slow, and that is bounded.
final class ServerLog: @unchecked Sendable {  // `file` and `retry` belong to `queue`.
  /// So many bytes of lines may wait for the disk; what comes on top is counted as lost.
  static let maximumWaiting = 16 << 20

  private let queue = DispatchQueue(label: "chatctl.log", qos: .utility)
  private let console: Console
  private let file: LogFile
  private let waiting = Locked(Waiting())
  /// While lines are lost: when to try again.
  private var retry: (any DispatchSourceTimer)?

  /// How long a log that can't be written is left alone, in seconds.
  private static let retryInterval = 1.0

  private struct Waiting {
    var entries: [LogEntry] = []
    var bytes = 0
    var lost = 0
  }

  /// Opens the live log in `directory`, which exists. A log that a crash left behind is renamed first, after the time of
  /// its last line.
  init(directory: String, settings: LogSettings, console: Console) {
    self.console = console
    file = LogFile(files: LogFiles(directory: directory), settings: settings)
  }

  /// Logs `event`, which happened at `time`.
  func write(_ event: ServerEvent, at time: WallTime) {
    enqueue(LogEntry(time: time, content: .event(event)))
  }

  /// Logs that the store could not do something.
  func write(storeError error: StoreError, at time: WallTime) {
    write(.storeError, detail: String(describing: error), console: "the store reports: \(error)", at: time)
  }

  /// Logs what concerns the server itself; `event` is one of those that have a detail and nothing else.
  func write(_ event: LogEvent, detail: String, console text: String? = nil, at time: WallTime) {
    enqueue(LogLine(event, [("detail", .text(detail))], at: time), console: text, at: time)
  }

  /// Logs a change that somebody made from another shell or the console. `command` is what was typed, without any
  /// password; `uid` and `pid` are the peer's credentials.
  func write(adminCommand command: String, uid: UInt32, pid: Int32, at time: WallTime) {
    let fields: [(String, LogLine.Value?)] = [
      ("uid", .number(Int64(uid))), ("pid", .number(Int64(pid))), ("command", .text(command)),
    ]
    let text = "admin (user id \(uid), process \(pid)): \(command)"
    enqueue(LogLine(.admin, fields, at: time), console: text, at: time)
  }

  /// Logs a connection from `address` that came to nothing before its hello.
  func write(strangerFrom address: String, reason: String, at time: WallTime) {
    let line = LogLine(.stranger, [("address", .text(address)), ("reason", .text(reason))], at: time)
    enqueue(line, console: "a connection from \(address) came to nothing: \(reason)", at: time)
  }

  /// Logs that so many more came to nothing.
  func write(strangersLeftOut count: Int, at time: WallTime) {
    let line = LogLine(.strangersLeftOut, [("count", .count(count))], at: time)
    enqueue(line, console: "\(count) more connections came to nothing", at: time)
  }

  /// Takes other settings. From any queue.
  func change(_ settings: LogSettings) {
    queue.async { [self] in file.change(settings) }
  }

  /// Comes back when what was logged so far stands in the log and on the console, so that what is said to the console
  /// next comes after it. From any queue.
  func drain() {
    queue.sync { writeWaiting() }
  }

  /// Closes the log and gives it the name of the time it ended at, as the original does.
  ///
  /// - Returns: the path of the finished log; nil when it could not be renamed.
  func finish(at time: WallTime) -> String? {
    queue.sync {
      writeWaiting()
      retry?.cancel()
      retry = nil
      return file.finish(at: time)
    }
  }

  private func enqueue(_ line: LogLine, console text: String?, at time: WallTime) {
    enqueue(LogEntry(time: time, content: .line(line, console: text)))
  }

  private func enqueue(_ entry: LogEntry) {
    let isFirst = waiting.withLock { waiting in
      guard waiting.bytes < Self.maximumWaiting else {
        waiting.lost += 1
        return false
      }
      waiting.entries.append(entry)
      waiting.bytes += entry.cost
      return waiting.entries.count == 1
    }
    if isFirst {
      queue.async { [self] in writeWaiting() }
    }
  }

  private func writeWaiting() {
    dispatchPrecondition(condition: .onQueue(queue))
    let (entries, lost) = waiting.withLock { waiting in
      defer { waiting = Waiting() }
      return (waiting.entries, waiting.lost)
    }
    guard let last = entries.last else { return }
    append(entries.map(\.line), at: last.time)
    if lost > 0 {
      file.lose(lost, at: last.time)
      append([], at: last.time)
    }
    for entry in entries {
      if let text = entry.consoleText {
        console.say(text, at: entry.time)
      }
    }
  }

  private func append(_ lines: [String], at time: WallTime) {
    switch file.append(lines, at: time) {
    case .losing(let code):
      console.say(
        "the log can't be written (\(String(systemError: code))): what is lost is counted, and told in the log when it "
          + "can be written again", at: time)
    case .writing(let lost):
      console.say("the log is written again; \(lost) of its lines are lost", at: time)
    case nil:
      break
    }
    if file.isBehind {
      tryLater()
    } else {
      retry?.cancel()
      retry = nil
    }
  }

  private func tryLater() {
    retry = retry ?? queue.timer(every: Self.retryInterval) { [unowned self] in append([], at: SystemClock.now().wall) }
  }
}

/// Something that waits for the log's queue. Lines of events are put together there, not where the room works.
struct LogEntry: Sendable {
  let time: WallTime
  let content: Content

  enum Content: Sendable {
    case event(ServerEvent)
    case line(LogLine, console: String?)
  }

  /// The line with its line feed.
  var line: String {
    switch content {
    case .event(let event): event.line(at: time).finished
    case .line(let line, _): line.finished
    }
  }

  /// The text that the console shows of it; nil for nothing.
  var consoleText: String? {
    switch content {
    case .event(let event): event.consoleText
    case .line(_, let text): text
    }
  }

  /// About how many bytes it takes.
  var cost: Int {
    switch content {
    case .event(.command(_, _, _, let body)): Self.usualCost + (body?.utf8.count ?? 0)
    case .event: Self.usualCost
    case .line(let line, _): Self.usualCost + line.finished.utf8.count
    }
  }

  private static let usualCost = 256
}
