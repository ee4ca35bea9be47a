import ArgumentParser

struct Survey: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure what has a target of its own: memory, starts, log-ins, files, searches.",
    discussion: """
      Each row has a new "chatctl serve" on the first processor, and the generator on the second. Prints a table with \
      the target of each figure and whether it is met; a row that fails is told at the end, with exit code 1.

      \(SurveyRow.all.map { "\($0.name): \($0.abstract)." }.joined(separator: "\n"))

      The targets are for the sizes named there: with another --scale nothing is said of them. 10,000 connections need \
      as many descriptors here and as many in the server (ulimit -n).

      Example: chatload survey --row idle --row mailbox
      """)

  @OptionGroup var bench: Bench
  @Option(
    name: .customLong("row"),
    help: ArgumentHelp("Measure this row; may stand several times (default: all).", valueName: "name"))
  var rows: [String] = []
  @Option(help: ArgumentHelp("How many times as large everything is.", valueName: "factor")) var scale = 1.0
  @Option(help: ArgumentHelp("How long each row is measured that takes its time.", valueName: "seconds"))
  var seconds = 20.0

  func validate() throws {
    try check("--row", rows, of: SurveyRow.all.map(\.name))
    guard scale > 0, scale <= 10, seconds > 0 else {
      throw ValidationError("--scale takes more than 0 and at most 10, --seconds more than 0.")
    }
  }

  /// - Throws: ``LoadError`` at the end, when rows came to nothing.
  func run() throws {
    try bench.prepare()
    let size = SurveySize(scale: scale, seconds: seconds)
    Bench.tell(Table.survey.head)
    var failures: [String] = []
    for row in SurveyRow.all where rows.isEmpty || rows.contains(row.name) {
      do {
        let figures = try bench.withServer(row.seeding(size), row.kind) { try row.measure(size, $0) }
        for case var figure? in figures {
          figure.subject = row.title(size)
          Bench.tell([Table.survey.line(figure)])
        }
      } catch {
        failures.append("\(row.name): \(error)")
      }
    }
    guard failures.isEmpty else { throw LoadError(failures.joined(separator: "\n")) }
  }
}
