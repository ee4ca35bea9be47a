import ArgumentParser
import ChatCore
import ChatServer

/// `chatctl log stats`
struct LogStats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count log-ins, messages, transfers and failures.",
    discussion: """
      By hour or by user, as numbers and as a chart over all four.

      Example: chatctl log stats --by user --since 1d
      """)

  @Option(help: "What to count by: hour or user.")
  var by: LogStatistics.Key = .hour

  @OptionGroup var span: LogSpanOptions

  @OptionGroup var format: LogFormatOptions

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      var statistics = LogStatistics(by: by)
      let filter = span.filter
      try LogDirectory(data.directory).forEachLine(since: filter.since) { line in
        if filter.passes(line) {
          statistics.add(line)
        }
        return true
      }
      var output = format.output
      let rows = statistics.rows
      if format.isJSON {
        for row in rows {
          output.write(text: json(row))
        }
      } else {
        for line in LogChart(rows: rows, by: by, width: TerminalWidth.columns).lines {
          output.write(text: line)
        }
      }
      output.flush()
    } catch {
      throw error.reported
    }
  }

  private func json(_ row: LogStatistics.Row) -> String {
    var object = JSONObject()
    object.add(by.rawValue, row.name)
    object.add("logIns", Int64(row.counts.logIns))
    object.add("messages", Int64(row.counts.messages))
    object.add("transfers", Int64(row.counts.transfers))
    object.add("failures", Int64(row.counts.failures))
    object.add("commandsLeftOut", Int64(row.counts.leftOut))
    return object.text
  }
}

extension LogStatistics.Key: ExpressibleByArgument {}
