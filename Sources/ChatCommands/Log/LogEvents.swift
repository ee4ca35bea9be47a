import ArgumentParser
import ChatCore
import ChatServer

/// `chatctl log events`
struct LogEvents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "List the kinds of lines that a log has.",
    discussion: """
      Name, level, fields and meaning of each. Every line also has time, level and event; a field with a question mark is
      not always there.

      Example: chatctl log events
      """)

  @OptionGroup var format: LogFormatOptions

  func run() {
    var output = format.output
    let nameWidth = LogEvent.all.map(\.name.count).max() ?? 0
    let levelWidth = LogLevel.allCases.map(\.rawValue.count).max() ?? 0
    for event in LogEvent.all {
      guard format.isJSON else {
        let fields = event.fields.isEmpty ? "" : " (\(event.fields.joined(separator: ", ")))"
        output.write(
          text: event.name.padding(to: nameWidth) + "  " + event.level.rawValue.padding(to: levelWidth)
            + "  \(event.meaning)\(fields)")
        continue
      }
      var object = JSONObject()
      object.add("event", event.name)
      object.add("level", event.level.rawValue)
      object.add("fields", strings: event.fields)
      object.add("meaning", event.meaning)
      output.write(text: object.text)
    }
    output.flush()
  }
}
