import ArgumentParser
import ChatClient
import ChatCore
import ChatNet
import ChatServer
import ChatTerminal

/// `chatctl connect HOST PORT`
struct Connect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect",
    abstract: "Join a chat room.",
    discussion: """
      Talks on the terminal; in a pipe it reads a line only after the one before it is answered. Files that are fetched
      are saved in the directory it was started in.

      On a terminal Tab completes commands, names and files; the keys are those of GNU readline and of your inputrc ("$if \
      chatctl" holds there). Several lines that are pasted become one message, after a question. The last \
      \(LineEditors.historySize) commands, and no password, are kept in $XDG_STATE_HOME/chatctl/history, else in \
      ~/.local/state/chatctl/history.

      With --to, --broadcast, --expect or --json nobody is asked anything: only data goes to standard output, and what
      there is to tell to standard error. It ends with 0 when all is stored (and delivered, and the expected message
      there), 1 when something was refused or did not come in time, 69 when the server is gone, 75 when it went before it
      was known whether everything is stored, and 77 when the password is wrong.

      host, port, user, fingerprint, plaintext, timestamps, color and bell may stand in $XDG_CONFIG_HOME/chatctl/config, else
      ~/.config/chatctl/config, as "key = value"; what is given on the command line counts more. No password stands there.

      The connection is encrypted. A server's key is remembered at the first connection, in
      $XDG_CONFIG_HOME/chatctl/known_hosts, else ~/.config/chatctl/known_hosts; a server with another key is refused from
      then on, exit code 77. Whoever runs the server sees the fingerprint with "chatctl admin status".

      Examples:

        chatctl connect localhost 1234
        chatctl connect anna@chat.example.org
        make 2>&1 | chatctl connect localhost 1234 --user bot --password-file secret --to alice
        echo "deploy?" | chatctl connect localhost 1234 --user bot --password-file secret \\
          --to alice --expect '^(yes|no)$' --from alice --timeout 5m
        echo '{"request":"broadcast","body":"hello"}' | chatctl connect localhost 1234 --user bot \
          --password-file secret --json --no-history
      """)

  @Argument(help: "The server's name or address, or USER@HOST:PORT. Default: the one in the settings.")
  var host: String?

  @Argument(help: "The server's port. Default: the one in the settings, else \(ConnectSettings.usualPort).")
  var port: UInt16?

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
      discussion: """
        Default: \(Int(ConnectOptions.usualRetry)) seconds; with --to, --broadcast, --expect or --json, until it \
        is back.
        """, valueName: "seconds"))
  var retryFor: Double?

  @Flag(
    help: """
      Come back in a pipe too, where a lost connection is the end otherwise. What had no answer is sent again, and stored \
      once.
      """)
  var reconnect = false

  @OptionGroup(title: "Reading")
  var reading: ConnectReadingOptions

  @OptionGroup(title: "Logging in")
  var logIn: ConnectLogInOptions

  @OptionGroup(title: "In pipes and for bots")
  var script: ConnectScriptOptions

  func validate() throws {
    if let retryFor, !(0...31_536_000).contains(retryFor) {
      throw ValidationError("--retry-for takes 0 to 31536000 seconds.")
    }
    guard port != 0 else { throw ValidationError("The port is a number from 1 to 65535.") }
    guard !plaintext || (fingerprint == nil && !strict) else {
      throw ValidationError("--plaintext has no key to check; leave out --fingerprint and --strict.")
    }
    if let fingerprint, KeyFingerprint(fingerprint) == nil {
      throw ValidationError(
        "--fingerprint takes SHA256: and 43 characters, as \"chatctl serve\" and \"chatctl admin status\" print it.")
    }
  }

  func run() throws {
    let settings: ConnectSettings
    let credentials: Credentials?
    do throws(Failure) {
      settings = try Self.settings(of: self)
      credentials = try logIn.credentials(settings)
    } catch {
      throw error.reported
    }
    var options = ConnectOptions(host: settings.host, port: settings.port, software: Version.software)
    options.retryFor = retryFor ?? ConnectOptions.usualRetry
    options.reconnects = reconnect
    options.trust =
      settings.isPlaintext ? nil : TrustOptions(fingerprint: settings.fingerprint, isStrict: strict)
    options.credentials = credentials
    options.history = HistoryFile.path(of: "history")
    options.reading = settings.reading
    guard var todo = try script.script(credentials) else {
      return try end(with: ConnectSession.run(options))
    }
    todo.retryFor = reconnect ? retryFor ?? .infinity : 0
    try end(with: ScriptSession.run(options, todo))
  }

  private func end(with code: ChatClient.ExitCode) throws {
    guard code == .done else { throw ArgumentParser.ExitCode(code.rawValue) }
  }

  private static func settings(of options: Connect) throws(Failure) -> ConnectSettings {
    let path = ClientConfigurationFile.path
    let configuration: ClientConfiguration
    do throws(ClientConfigurationFile.Problem) {
      configuration = try ClientConfigurationFile.read(path)
    } catch {
      throw Failure(error)
    }
    return try ConnectSettings(options, configuration, path: path)
  }
}
