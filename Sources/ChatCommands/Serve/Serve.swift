import ArgumentParser
import ChatCore
import ChatNet
import ChatServer
import ChatSystem
import Dispatch
import FoundationEssentials
import Glibc

/// `chatctl serve [PORT]`
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the chat room.",
    discussion: """
      Listens until Ctrl+C, SIGTERM or a closed terminal window stops it, and prints what happens. Takes the commands of
      "chatctl admin" from its standard input.

      Example: chatctl serve --data room
      """)

  @Argument(help: "The port to listen on; 0 takes a free one (default: the setting port, 1234 where none is set).")
  var port: UInt16?

  @Option(
    help: ArgumentHelp(
      "A file of settings, key = value a line.",
      discussion: """
        Goes before serve.conf of the data directory, which goes before /etc/chatctl/serve.conf. What a file turns on, \
        --no-plaintext, --no-log-bodies, --console and the like turn off.
        """,
      valueName: "file"),
    completion: .file())
  var config: String?

  @Flag(help: "Print all settings, each with its value, where it comes from and what it means, and end.")
  var printConfig = false

  @OptionGroup var general: SettingOptions<GeneralSection>

  @OptionGroup(title: "Limits") var limits: SettingOptions<LimitSection>

  @OptionGroup var data: DataOptions

  func run() throws {
    HeapMemory.shareArenas()
    SignalWatcher.ignoreBrokenPipes()
    let console = Console.queued()
    do throws(ServerError) {
      let layers = try layers()
      guard !printConfig else { return try print(layers) }
      let input = ServeConsole(console: console)
      let server = try Server(
        layers, serviceManager: ServiceManager(ProcessInfo.processInfo.environment), console: console
      ) { code in
        input.restore()
        console.flush(within: Self.lastWordsTime)
        Glibc.exit(code)
      }
      _ = Self.hasControllingTerminal
      let watcher = SignalWatcher([SIGINT, SIGTERM, SIGHUP], queue: .main) { signal in
        Self.handle(signal, server: server)
      }
      let words = CommandWords(
        startedAs: CommandLine.arguments.first ?? "", on: layers, environment: ProcessInfo.processInfo.environment)
      let takesConsole = !server.takesNoConsole
      try server.start(words, isInteractive: takesConsole && input.isTerminal)
      if takesConsole { input.start(server) }
      withExtendedLifetime(watcher) { dispatchMain() }
    } catch {
      console.flush(within: Self.lastWordsTime)
      throw Failure(message: error.description, code: error.exitCode).reported
    }
  }

  /// How long the end waits for whoever reads the standard output, in seconds.
  private static let lastWordsTime = 1.0

  /// What is said here, over what stands in files.
  private func layers() throws(ServerError) -> SettingLayers {
    var typed = general.values.merging(limits.values) { $1 }
    if let port { typed[.port] = .number(Double(port)) }
    if let path = data.path, !path.isEmpty { typed[.data] = .word(path) }
    do throws(SettingsError) {
      return try SettingLayers(commandLine: typed, named: config, environment: ProcessInfo.processInfo.environment)
    } catch {
      throw .settings(error)
    }
  }

  private func print(_ layers: SettingLayers) throws(ServerError) {
    var layers = layers
    do throws(SettingsError) {
      try layers.read()
    } catch {
      throw .settings(error)
    }
    for setting in Setting.allCases where setting.isShown { Console.output.say(layers.line(of: setting)) }
  }

  private static func handle(_ signal: Int32, server: Server) {
    switch signal {
    case SIGINT: server.stop(.interrupt)
    // Who sends it to a service means it to come back: clients wait for it.
    case SIGTERM: server.stop(.signal("SIGTERM"), restarts: true)
    // A closed window says SIGHUP too; a server that no window belongs to is asked to read its parameters again.
    case SIGHUP where hasControllingTerminal: server.stop(.signal("SIGHUP"))
    case SIGHUP: server.reload()
    default: break
    }
  }

  /// Whether this process was started from a terminal. Looked at once at the start: a closed window is no terminal.
  private static let hasControllingTerminal: Bool = {
    let descriptor = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    close(descriptor)
    return true
  }()
}
