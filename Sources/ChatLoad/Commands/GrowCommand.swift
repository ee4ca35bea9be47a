import ArgumentParser
import Glibc

/// `chatload grow`
struct GrowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grow",
    abstract: "Measure how cost grows with members, accounts and messages.",
    discussion: """
      Each row has a new "chatctl serve" on the first processor, and the generator on the second. The last line of a \
      table tells as which power of the size each column grew from the last but one row to the last: ^0.00 stays, \
      ^1.00 grows alike.

      \(Growth.all.map { "\($0.name): \($0.abstract)." }.joined(separator: "\n"))

      10,000 members log in one after the other in a room where each is told of the others: that takes minutes.

      Example: chatload grow --table log --largest 1000000
      """)

  @OptionGroup var options: BenchOptions

  @Option(
    name: .customLong("table"),
    help: ArgumentHelp("Measure this table; may stand several times (default: all).", valueName: "name"))
  var tables: [String] = []

  @Option(help: ArgumentHelp("Leave out what is larger.", valueName: "size"))
  var largest = 10_000_000

  @Option(help: ArgumentHelp("How long each is measured.", valueName: "seconds"))
  var seconds = 5.0

  func validate() throws {
    let names = Growth.all.map { $0.name }
    guard tables.allSatisfy(names.contains) else {
      throw ValidationError("--table takes one of \(names.joined(separator: ", ")).")
    }
    guard largest >= 0, seconds > 0 else { throw ValidationError("--seconds takes more than 0, --largest 0 or more.") }
  }

  func run() throws {
    let chosen = tables.isEmpty ? Growth.all : Growth.all.filter { tables.contains($0.name) }
    try Growth(bench: try options.bench(), tables: chosen, largest: largest, seconds: seconds).run { line in
      print(line)
      fflush(nil)
    }
  }
}
