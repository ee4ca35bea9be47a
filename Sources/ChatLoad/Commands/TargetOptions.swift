import ArgumentParser
import ChatNet

/// Which server is measured.
struct TargetOptions: ParsableArguments {
  @Argument(help: "The server's port, on this machine.")
  var port: UInt16

  @Flag(help: "The server does not encrypt.")
  var plaintext = false

  @Option(help: ArgumentHelp("The server's process, to tell what it uses.", valueName: "pid"))
  var serverPid: Int32?

  @Option(
    help: ArgumentHelp("Nothing may happen for so long; then what is missing counts as lost.", valueName: "seconds"))
  var patience = 10.0

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard port > 0 else { throw ValidationError("The port is a number from 1 to 65535.") }
    guard patience > 0 else { throw ValidationError("--patience takes more than 0 seconds.") }
  }

  /// The server.
  func target() throws(LoadError) -> Target {
    let address = SocketAddress(ipv4: 0x7F00_0001, port: port)
    return Target(address: address, security: try Self.security(plaintext: plaintext), process: serverPid)
  }

  /// Prints `report`, and throws when something is wrong with it.
  func print(_ report: LoadReport) throws {
    Swift.print(json ? report.json : report.lines.joined(separator: "\n"))
    if let complaint = report.complaint { throw LoadError(complaint) }
  }

  /// How to reach a server on this machine.
  static func security(plaintext: Bool) throws(LoadError) -> ConnectionSecurity {
    if plaintext { return .plain }
    do throws(TLSError) {
      return .tlsClient(try TLSContext(clientTrusting: .system), serverName: "localhost")
    } catch {
      throw LoadError("TLS can't be used: \(error.description)")
    }
  }
}
