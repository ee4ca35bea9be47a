import ArgumentParser
import ChatNet

/// A server on this machine that is measured.
struct Target {
  /// The port of the loopback that it listens on.
  let port: UInt16
  /// Plain, or a TLS client.
  let security: ConnectionSecurity
  /// Its process, for what it uses; nil when that is not to be looked at.
  let process: Int32?
  /// Seconds in which nothing may happen before what is missing counts as lost.
  let patience: Double

  init(port: UInt16, isEncrypted: Bool = false, process: Int32? = nil, patience: Double = 10) throws(LoadError) {
    self.port = port
    self.process = process
    self.patience = patience
    do throws(TLSError) {
      security =
        isEncrypted ? .tlsClient(try TLSContext(clientTrusting: .system), serverName: "localhost") : .plain
    } catch {
      throw LoadError("TLS can't be used: \(error.description)")
    }
  }

  var address: SocketAddress { SocketAddress(ipv4: 0x7F00_0001, port: port) }
}

/// The options that say which server is measured.
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

  /// Runs the scenario on the calling thread.
  func measure(_ target: Target) throws(LoadError) -> LoadReport
}

extension ScenarioCommand {
  /// Prints the report, and throws when something is wrong with it.
  func run() throws {
    let target = try Target(
      port: options.port, isEncrypted: !options.plaintext, process: options.serverPid, patience: options.patience)
    let report = try measure(target)
    print(options.json ? report.json : report.lines.joined(separator: "\n"))
    if let complaint = report.complaint { throw LoadError(complaint) }
  }
}

extension ParsableArguments {
  /// Refuses a number that `option` does not take.
  func check(_ option: String, _ value: Int, in range: ClosedRange<Int>, _ unit: String = "") throws {
    guard range.contains(value) else {
      throw ValidationError("\(option) takes \(range.lowerBound) to \(range.upperBound)\(unit).")
    }
  }

  /// Refuses a number that is not above 0.
  func check(_ option: String, isAboveZero value: Double) throws {
    guard value > 0 else { throw ValidationError("\(option) takes more than 0.") }
  }

  /// Refuses a length of a message that no message has.
  func check(body: Int) throws {
    try check("--body", body, in: 1...8_192, " bytes")
  }
}
