import ArgumentParser

/// How lines are printed.
struct LogFormatOptions: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Print JSON, one object a line; lines of a log as they stand there.")
  var isJSON = false

  /// Where they go.
  var output: LogOutput {
    LogOutput(isJSON: isJSON)
  }
}
