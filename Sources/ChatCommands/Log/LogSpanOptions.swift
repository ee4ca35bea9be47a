import ArgumentParser
import ChatCore
import ChatServer

/// From when to when.
struct LogSpanOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Nothing earlier: \(LogTimeExpression.forms).", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Nothing later; as --since. A day means its first moment.", valueName: "time"))
  var until: String?

  func validate() throws {
    for (name, text) in [("--since", since), ("--until", until)] {
      guard let text, LogTimeExpression.time(text, now: SystemClock.now().wall) == nil else { continue }
      throw ValidationError(
        "\(name) can't be \"\(TerminalSanitizer.line(text))\": it takes \(LogTimeExpression.forms).")
    }
  }

  /// A filter with these bounds.
  var filter: LogFilter {
    let now = SystemClock.now().wall
    var filter = LogFilter()
    filter.since = since.flatMap { LogTimeExpression.time($0, now: now) }
    filter.until = until.flatMap { LogTimeExpression.time($0, now: now) }
    return filter
  }
}
