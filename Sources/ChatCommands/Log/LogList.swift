import ArgumentParser
import ChatCore
import ChatServer

/// `chatctl log list`
struct LogList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the logs, the newest first.",
    discussion: """
      Name, size in bytes, and the times of the first line and of the last change.

      Example: chatctl log list
      """)

  @OptionGroup var format: LogFormatOptions

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      let logs = LogDirectory(try data.directory)
      let all = try logs.all().reversed()
      var output = format.output
      let names = all.map { TerminalSanitizer.line($0.name) }
      let width = names.map(\.count).max() ?? 0
      let digits = all.map { String($0.size).count }.max() ?? 0
      for (log, name) in zip(all, names) {
        let isGoingOn = log.isLive && logs.isServerRunning
        guard format.isJSON else {
          let size = String(repeating: " ", count: digits - String(log.size).count) + String(log.size)
          let end = isGoingOn ? "now" : LocalTime(log.end).original
          output.write(text: "\(name.padding(to: width))  \(size)  \(LocalTime(log.start).original) - \(end)")
          continue
        }
        var line = JSONObject()
        line.add("name", log.name)
        line.add("bytes", log.size)
        line.add("start", LocalTime(log.start).iso8601)
        line.add("end", LocalTime(log.end).iso8601)
        line.add("live", isGoingOn)
        output.write(text: line.text)
      }
      output.flush()
    } catch {
      throw error.reported
    }
  }
}
