import ArgumentParser
import ChatCore
import ChatNet
import ChatServer
import ChatSystem
import Dispatch
import FoundationEssentials
import Glibc

/// `chatctl serve PORT`
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the chat room.",
    discussion: """
      Listens until Ctrl+C, SIGTERM or a closed terminal window stops it, and prints what happens. Takes the commands of
      "chatctl admin" from its standard input.

      Example: chatctl serve 1234 --data room
      """)

  @Argument(help: "The port to listen on; 0 takes a free one.")
  var port: UInt16

  @Option(
    help: ArgumentHelp("The address to listen on (default: all of this machine, IPv6 and IPv4).", valueName: "address"))
  var listen: String?

  @Option(help: ArgumentHelp("The largest file that is taken, in bytes.", valueName: "bytes"))
  var maxFileSize: Int64 = RoomLimits().maxFileSize

  @Option(
    help: ArgumentHelp(
      "How long somebody whose connection was lost counts as online, in seconds.", valueName: "seconds"))
  var resumeGrace: Double = RoomLimits().resumeGrace

  @Option(
    help: ArgumentHelp(
      "After how many seconds of silence a client sends a sign of life; after four times as long it counts as lost.",
      valueName: "seconds"))
  var keepAlive: Double = 10

  @Option(
    help: ArgumentHelp("The work in a password check: scrypt's N is 2 to this power, 1 to 17.", valueName: "logarithm"))
  var passwordCost: Int = PasswordVerifier.Cost.standard.logN

  @Option(
    help: ArgumentHelp(
      "Make a backup this often: \(DurationText.form). The last 10 that were made by themselves are kept.",
      valueName: "duration"))
  var backupEvery: String?

  @OptionGroup var security: ServeSecurityOptions

  @OptionGroup(title: "Limits") var limits: ServeLimitOptions

  @OptionGroup var log: ServeLogOptions

  @Flag(name: .customLong("no-console"), help: "Take no commands from standard input.")
  var hasNoConsole = false

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard maxFileSize >= 0 else { throw ValidationError("--max-file-size takes 0 or more bytes.") }
    guard (0...86_400).contains(resumeGrace) else { throw ValidationError("--resume-grace takes 0 to 86400 seconds.") }
    guard (0.1...3_600).contains(keepAlive) else { throw ValidationError("--keep-alive takes 0.1 to 3600 seconds.") }
    guard PasswordVerifier.Cost(logN: passwordCost) != nil else {
      throw ValidationError("--password-cost takes a whole number from 1 to 17.")
    }
    if let backupEvery {
      guard let seconds = DurationText.seconds(backupEvery), seconds >= 1 else {
        throw ValidationError("--backup-every takes 1s to 365d: \(DurationText.form).")
      }
    }
  }

  func run() throws {
    HeapMemory.shareArenas()
    SignalWatcher.ignoreBrokenPipes()
    let console = Console.queued()
    do throws(ServerError) {
      let input = hasNoConsole ? nil : ServeConsole(console: console)
      let server = try Server(options, console: console) { code in
        input?.restore()
        console.flush(within: Self.lastWordsTime)
        Glibc.exit(code)
      }
      _ = Self.hasControllingTerminal
      let watcher = SignalWatcher([SIGINT, SIGTERM, SIGHUP], queue: .main) { signal in
        Self.handle(signal, server: server)
      }
      try server.start()
      input?.start(server)
      withExtendedLifetime(watcher) { dispatchMain() }
    } catch {
      console.flush(within: Self.lastWordsTime)
      throw Failure(message: error.description, code: error.exitCode).reported
    }
  }

  /// How long the end waits for whoever reads the standard output, in seconds.
  private static let lastWordsTime = 1.0

  private var options: ServerOptions {
    var options = ServerOptions(port: port, dataDirectory: data.directory.path)
    options.listen = listen
    options.limits.maxFileSize = maxFileSize
    options.limits.resumeGrace = resumeGrace
    options.limits.settings = limits.settings
    options.tellsLoopbackApart = limits.tellLoopbackApart
    options.keepAlive = keepAlive
    options.security = security.choice
    options.log = log.settings
    options.limits.logsBodies = log.bodies
    options.limits.passwordCost = PasswordVerifier.Cost(logN: passwordCost) ?? .standard
    options.backupEvery = backupEvery.flatMap(DurationText.seconds)
    options.serviceManager = ServiceManager(ProcessInfo.processInfo.environment)
    return options
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
