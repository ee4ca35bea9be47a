import ArgumentParser

struct TargetOptions: ParsableArguments {
  @Argument(help: "The server's port, on this machine.") var port: UInt16
  @Flag(help: "The server does not encrypt.") var plaintext = false
  @Option(help: ArgumentHelp("The server's process, to tell what it uses.", valueName: "pid")) var serverPid: Int32?
  @Option(
    help: ArgumentHelp("Nothing may happen for so long; then what is missing counts as lost.", valueName: "seconds"))
  var patience = 10.0
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard port > 0 else { throw ValidationError("The port is a number from 1 to 65535.") }
    guard patience > 0 else { throw ValidationError("--patience takes more than 0 seconds.") }
  }
}

/// A subcommand that measures one scenario on a server that runs already.
protocol ScenarioCommand: ParsableCommand {
  var options: TargetOptions { get }

  func measure(_ target: Target) throws -> LoadReport
}

extension ScenarioCommand {
  func run() throws {
    let target = try Target(
      port: options.port, isEncrypted: !options.plaintext, process: options.serverPid, patience: options.patience)
    let report = try measure(target)
    print(options.json ? report.json : report.lines.joined(separator: "\n"))
    if let complaint = report.complaint { throw LoadError(complaint) }
  }
}

extension ParsableArguments {
  func check(_ option: String, _ value: Int, in range: ClosedRange<Int>, _ unit: String = "") throws {
    guard range.contains(value) else {
      throw ValidationError("\(option) takes \(range.lowerBound) to \(range.upperBound)\(unit).")
    }
  }

  func check(_ option: String, _ names: [String], of all: [String]) throws {
    guard names.allSatisfy(all.contains) else {
      throw ValidationError("\(option) takes one of \(all.joined(separator: ", ")).")
    }
  }

  func check(_ option: String, isAboveZero value: Double) throws {
    guard value > 0 else { throw ValidationError("\(option) takes more than 0.") }
  }

  func check(body: Int) throws {
    try check("--body", body, in: 1...8_192, " bytes")
  }
}
