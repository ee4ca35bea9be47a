import ChatCore

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
