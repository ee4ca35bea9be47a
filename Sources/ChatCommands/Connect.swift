import ArgumentParser
import ChatClient
import ChatCore
import ChatNet
import ChatServer
import ChatTerminal

/// `chatctl connect HOST PORT`
struct Connect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Join a chat room.",
    discussion: """
      Talks on the terminal; in a pipe it reads a line only after the one before it is answered. Files that are fetched
      are saved in the directory it was started in.

      On a terminal Tab completes commands, names and files; the keys are those of GNU readline and of your inputrc ("$if \
      chatctl" holds there). Several lines that are pasted become one message, after a question. The last \
      \(LineEditors.historySize) commands, and no password, are kept in $XDG_STATE_HOME/chatctl/history, else in \
      ~/.local/state/chatctl/history.

      The connection is encrypted. A server's key is remembered at the first connection, in
      $XDG_CONFIG_HOME/chatctl/known_hosts, else ~/.config/chatctl/known_hosts; a server with another key is refused from
      then on, exit code 77. Whoever runs the server sees the fingerprint with "chatctl admin status".

      Example: chatctl connect localhost 1234
      """)

  @Argument(help: "The server's name or address.")
  var host: String

  @Argument(help: "The server's port.")
  var port: UInt16

  @Option(
    help: ArgumentHelp(
      "Take no other key than the one of this fingerprint, and remember it.", valueName: "SHA256:..."))
  var fingerprint: String?

  @Flag(help: "Ask before a new key is trusted; without a terminal, refuse it.")
  var strict = false

  @Flag(help: "Do not encrypt, as the server was started with --plaintext: everybody on the way can read passwords.")
  var plaintext = false

  @Option(
    help: ArgumentHelp(
      "How long to try to come back when the connection is lost; 0: end at once, exit code 69.",
      valueName: "seconds"))
  var retryFor = 300.0

  @Flag(help: "Come back in a pipe too, where a lost connection is the end otherwise.")
  var reconnect = false
  @OptionGroup(title: "Reading")
  var reading: ConnectReadingOptions

  func validate() throws {
    guard (0...31_536_000).contains(retryFor) else {
      throw ValidationError("--retry-for takes 0 to 31536000 seconds.")
    }
    guard port > 0 else { throw ValidationError("The port is a number from 1 to 65535.") }
    guard !plaintext || (fingerprint == nil && !strict) else {
      throw ValidationError("--plaintext has no key to check; leave out --fingerprint and --strict.")
    }
    if let fingerprint, KeyFingerprint(fingerprint) == nil {
      throw ValidationError(
        "--fingerprint takes SHA256: and 43 characters, as \"chatctl serve\" and \"chatctl admin status\" print it.")
    }
  }

  func run() throws {
    var options = ConnectOptions(host: host, port: port, software: Version.software)
    options.retryFor = retryFor
    options.reconnects = reconnect
    options.trust =
      plaintext
      ? nil : TrustOptions(fingerprint: fingerprint.flatMap { KeyFingerprint($0) }, isStrict: strict)
    options.history = HistoryFile.path(of: "history")
    options.reading = reading.values
    let code = ConnectSession.run(options)
    guard code == .done else { throw ArgumentParser.ExitCode(code.rawValue) }
  }
}
