import ArgumentParser
import ChatCore
import ChatServer
import Glibc

/// `chatctl log search`
struct LogSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find lines in all logs.",
    discussion: """
      Shows the lines that meet all conditions, in the order of time. With no match it exits with 1.

      Example: chatctl log search --user facebook --event log-in-failed --since 2h
      """)

  @Argument(help: "Text that stands anywhere in a value, without regard to case.")
  var text: String?

  @Option(help: ArgumentHelp("Lines that concern this person.", valueName: "name"), completion: .users)
  var user: String?

  @Option(
    help: ArgumentHelp(
      "Lines of this event, as `chatctl log events` lists them; may be given several times.", valueName: "event"),
    completion: .list(LogEvent.all.map(\.name)))
  var event: [String] = []

  @Option(help: ArgumentHelp("Lines about this address.", valueName: "address"))
  var address: String?

  @OptionGroup var span: LogSpanOptions

  @OptionGroup var format: LogFormatOptions

  @OptionGroup var data: DataOptions

  func validate() throws {
    for name in event where LogEvent.named(name) == nil {
      throw ValidationError(LogEvent.unknown(name))
    }
  }

  func run() throws {
    do throws(Failure) {
      var filter = span.filter
      filter.text = text
      filter.user = user
      filter.events = Set(event)
      filter.address = address
      var output = format.output
      var found = false
      try LogDirectory(data.directory).forEachLine(since: filter.since) { line in
        guard filter.passes(line) else { return true }
        found = true
        return output.write(line)
      }
      output.flush()
      guard found else { throw Failure(message: "no line of the logs matches.", code: EXIT_FAILURE) }
    } catch {
      throw error.reported
    }
  }
}

extension LogEvent {
  /// What is said of an event that the log does not know.
  fileprivate static func unknown(_ name: String) -> String {
    let nearest = EditDistance.nearest(to: name, in: all, spelling: \.name).map { ", the nearest is \($0.name)" } ?? ""
    return "There is no event \"\(TerminalSanitizer.line(name))\"\(nearest). `chatctl log events` lists all."
  }
}
