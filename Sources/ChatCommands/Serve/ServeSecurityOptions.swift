import ArgumentParser
import ChatServer

/// The options of `chatctl serve` about encryption.
struct ServeSecurityOptions: ParsableArguments {
  @Flag(help: "Do not encrypt. Clients have to say --plaintext too; passwords can be read on the way.")
  var plaintext = false

  @Option(
    help: ArgumentHelp(
      "A certificate in PEM form, with the chain up to its authority's, in place of the server's own.",
      discussion: "Read again on \"chatctl admin reload\" and SIGHUP, for new connections.", valueName: "file"),
    completion: .file())
  var cert: String?

  @Option(
    help: ArgumentHelp("The certificate's private key in PEM form, without a passphrase.", valueName: "file"),
    completion: .file())
  var key: String?

  func validate() throws {
    guard (cert == nil) == (key == nil) else { throw ValidationError("--cert and --key belong together.") }
    guard cert == nil || !plaintext else { throw ValidationError("--plaintext takes no --cert.") }
  }

  /// What the server takes.
  var choice: TransportSecurity {
    if plaintext { return .plaintext }
    guard let cert, let key else { return .tls(.own) }
    return .tls(.files(certificate: cert, key: key))
  }
}
