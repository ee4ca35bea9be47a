/// A setting of the server: a row of the one table that the options of `chatctl serve`, the keys of serve.conf, the
/// operator's `get` and `set`, the limits in `status` and lists of the manual are made of.
///
/// The raw value is the key and the option's name. All stand in files called serve.conf; the four parameters of the
/// original stand in para.txt (`Parameter`).
public enum Setting: String, CaseIterable, Sendable {
  /// The port to listen on.
  case port
  /// The address to listen on, or `all`.
  case listen
  /// The data directory; its own serve.conf can't name it.
  case data
  /// Whether connections are not encrypted.
  case plaintext
  /// The certificate's file, or `own`.
  case cert
  /// The file of its key, or `own`.
  case key
  /// The largest file that is taken.
  case maxFileSize = "max-file-size"
  /// How long somebody whose connection was lost counts as online.
  case resumeGrace = "resume-grace"
  /// The silence after which a client sends a sign of life.
  case keepAlive = "keep-alive"
  /// The fewest characters of a new password.
  case passwordMin = "password-min"
  /// The program that says whether a password is right, with its arguments, or `none`.
  case checkPassword = "check-password"
  /// Whether a name that nobody has gets an account when that program says that its password is right.
  case checkPasswordCreates = "check-password-creates"
  /// How long the program may take.
  case checkPasswordTime = "check-password-time"
  /// The threads that passwords are checked on; 0 for half of the processors.
  case passwordThreads = "password-threads"
  /// The logarithm of scrypt's N.
  case passwordCost = "password-cost"
  /// The time between backups; 0 for none.
  case backupEvery = "backup-every"
  /// The size at which a log is finished; 0 for never.
  case logMaxSize = "log-max-size"
  /// The number of finished logs that are kept; 0 for all.
  case logKeep = "log-keep"
  /// Whether what people write is logged.
  case logBodies = "log-bodies"
  /// Whether standard input takes no commands.
  case noConsole = "no-console"
  /// Who may register.
  case registration
  /// The group of the machine whose members may steer the server.
  case adminGroup = "admin-group"
  /// Connections of one address at once.
  case connectionsPerAddress = "max-connections-per-address"
  /// Connections of all addresses that are not logged in.
  case unauthenticated = "max-unauthenticated"
  /// From the accept to the end of the hello.
  case helloTime = "hello-time"
  /// Between two lines at the log-in prompt.
  case promptTime = "prompt-time"
  /// Failed log-ins of one address in a row.
  case failedLogIns = "max-failed-log-ins"
  /// In which as many failed log-ins are forgiven.
  case failedLogInTime = "failed-log-in-time"
  /// Registrations of one address in a day.
  case registrationsPerAddress = "max-registrations-per-address"
  /// Passwords of one address that wait to be checked.
  case passwordBacklog = "max-password-backlog"
  /// Commands of one user, over time.
  case messageRate = "message-rate"
  /// Commands of one user at once.
  case messageBurst = "message-burst"
  /// Bytes of files of one sender.
  case waitingBytesPerUser = "max-waiting-bytes-per-user"
  /// Bytes of files of everybody.
  case waitingBytes = "max-waiting-bytes"
  /// Files of one sender.
  case filesPerUser = "max-files-per-user"
  /// Undelivered messages of one receiver.
  case mailboxMessages = "max-mailbox-messages"
  /// Bytes of the undelivered messages of one receiver.
  case mailboxBytes = "max-mailbox-bytes"
  /// Descriptors that new connections may not take.
  case spareDescriptors = "spare-descriptors"
  /// Whether each loopback address counts by itself, for tests.
  case tellLoopbackApart = "tell-loopback-apart"

  /// How a value is read and shown.
  public enum Kind: Hashable, Sendable {
    /// A whole number of what the unit names; `ports`, `connections`.
    case count(unit: String)
    /// A size in bytes: `4096`, `500K`, `2G`.
    case size
    /// A length of time: `90`, `90s`, `1d`.
    case time
    /// `yes` or `no`; an option without a value.
    case flag
    /// One of these words.
    case choice([String])
    /// A word of what the name says: `address`, `file`.
    case word(String)
  }

  /// A value of a setting.
  public enum Value: Hashable, Sendable {
    /// A count, bytes or seconds.
    case number(Double)
    /// Whether it is so.
    case isOn(Bool)
    /// A word.
    case word(String)
  }

  /// How its values are read and shown.
  public var kind: Kind { row.kind }
  /// The value that holds unless another one is asked for; nothing is said of where the data directory is.
  public var builtIn: Value { row.builtIn }
  /// The numbers that are taken.
  public var range: ClosedRange<Double> { row.range }
  /// What it is, with a full stop; without the built-in value and the unit.
  public var meaning: String { row.meaning + (isLimit && canBeLifted ? " 0: no limit." : "") }
  /// Whether it bounds what strangers and users may take of the server.
  public var isLimit: Bool { row.isLimit }
  /// Whether another value holds from the next start on only; all others hold at once, for who is online too.
  public var needsRestart: Bool { row.needsRestart }
  /// Whether root and the server's own user alone may set it: it names what the server reads or runs with its rights, or who
  /// may steer it.
  public var isForOwner: Bool { [.cert, .key, .checkPassword, .adminGroup].contains(self) }
  /// Whether 0 is taken, which lifts a limit.
  public var canBeLifted: Bool { range.contains(0) }
  /// The name in JSON.
  public var jsonKey: String { String(rawValue.map { $0 == "-" ? "_" : $0 }) }
  /// The rows that bound what strangers and users may take.
  public static let limits = allCases.filter(\.isLimit)

  private struct Row {
    var kind: Kind
    var builtIn: Value
    var range: ClosedRange<Double> = 0...0
    var meaning: String
    var isLimit = false
    var needsRestart = false

    /// A word.
    static func word(_ name: String, _ builtIn: String, _ meaning: String, needsRestart: Bool = false) -> Row {
      Row(kind: .word(name), builtIn: .word(builtIn), meaning: meaning, needsRestart: needsRestart)
    }

    /// What is off unless it is asked for.
    static func flag(_ meaning: String, needsRestart: Bool = false) -> Row {
      Row(kind: .flag, builtIn: .isOn(false), meaning: meaning, needsRestart: needsRestart)
    }

    /// A number.
    static func number(
      _ kind: Kind, _ builtIn: Double, _ range: ClosedRange<Double>, _ meaning: String, needsRestart: Bool = false
    ) -> Row {
      Row(kind: kind, builtIn: .number(builtIn), range: range, meaning: meaning, needsRestart: needsRestart)
    }

    /// A limit.
    static func limit(
      _ builtIn: Double, _ kind: Kind, in range: ClosedRange<Double> = 0...1_000_000, _ meaning: String
    ) -> Row {
      Row(kind: kind, builtIn: .number(builtIn), range: range, meaning: meaning, isLimit: true)
    }
  }

  /// So that each whole number of bytes is one, and adding sizes up can't overflow.
  private static let sizes: ClosedRange<Double> = 0...Double(1 << 52)

  private var row: Row {
    switch self {
    case .port:
      .number(.count(unit: "port"), 1234, 0...65_535, "The port to listen on; 0 takes a free one.", needsRestart: true)
    case .listen:
      .word(
        "address", "all", "The address to listen on; all: those of this machine, IPv6 and IPv4.", needsRestart: true)
    case .data:
      .word("directory", "", "The data directory.", needsRestart: true)
    case .plaintext:
      .flag(
        "Do not encrypt. Clients have to say --plaintext too; passwords can be read on the way.", needsRestart: true)
    case .cert:
      .word(
        "file", "own",
        "A certificate in PEM form, with the chain up to its authority's, and its key if that has no file of its own; own: "
          + "the one that the server makes. Read again on \"chatctl admin reload\" and SIGHUP, for new connections.")
    case .key:
      .word(
        "file", "own",
        "The certificate's private key in PEM form, without a passphrase. Not looked at where cert's file holds one, or is own."
      )
    case .maxFileSize:
      .number(.size, Double(1 << 30), Self.sizes, "The largest file that is taken.")
    case .resumeGrace:
      .number(.time, 30, 0...86_400, "How long somebody whose connection was lost counts as online.")
    case .keepAlive:
      .number(
        .time, 10, 0.1...3_600,
        "After how long a silence a client sends a sign of life; after four times as long it counts as lost. Clients are "
          + "told when they connect.")
    case .passwordMin:
      .number(
        .count(unit: "characters"), 1, 1...Double(Password.maximumLength),
        "The fewest characters of a new password; passwords that are there go on being right.")
    case .checkPassword:
      .word(
        "command", "none",
        "A program that says whether a password is right, for people who have one elsewhere: its absolute path and "
          + "arguments, divided at blanks; no shell. It reads a line with the name and one with the password, and ends "
          + "with exit code 0 (right) or 1 (wrong); all else means that it can't tell now. While it is set, who registers "
          + "gives the password that it knows, and nobody changes one here. none: passwords are kept here.")
    case .checkPasswordCreates:
      .flag("Make an account at the first log-in with a name that nobody has, if check-password knows the password.")
    case .checkPasswordTime:
      .number(
        .time, 10, 0.1...600,
        "How long the program of check-password may take; then it is killed, with all that it has started.")
    case .passwordThreads:
      .number(
        .count(unit: "threads"), 0, 0...256,
        "How many passwords are checked at once, each on a thread; 0: half as many as there are processors.",
        needsRestart: true)
    case .passwordCost:
      .number(
        .count(unit: "logarithm"), Double(PasswordVerifier.Cost.standard.logN), 1...17,
        "The work in a password check: scrypt's N is 2 to this power, 1 to 17.")
    case .backupEvery:
      .number(
        .time, 0, 0...Parameters.longest,
        "Make a backup this often, 1s at least; 0: only at the stop. The last 10 that were made by themselves are kept."
      )
    case .logMaxSize:
      .number(
        .size, Double(16 << 20), Self.sizes,
        "The size at which a log is finished and a new one begun; 0 means never.")
    case .logKeep:
      .number(.count(unit: "logs"), 20, 0...1_000_000, "How many finished logs are kept; 0 keeps all.")
    case .logBodies:
      .flag("Log what people write, too.")
    case .noConsole:
      .flag("Take no commands from standard input.", needsRestart: true)
    case .registration:
      Row(
        kind: .choice(Registration.allCases.map(\.rawValue)), builtIn: .word("open"),
        meaning: "Who may register. open: everybody; invited: who has a code of \"chatctl admin invite\"; closed: "
          + "nobody.")
    case .adminGroup:
      .word(
        "group", "none",
        "The group of this machine whose members may steer the room with \"chatctl admin\", as its own user and root may; "
          + "none: nobody else.", needsRestart: true)
    case .connectionsPerAddress:
      .limit(1_024, .count(unit: "connections"), "Connections of one address at once; more are refused.")
    case .unauthenticated:
      .limit(
        512, .count(unit: "connections"),
        "Connections of all addresses that are not logged in; then the address with most of them gives way or is refused."
      )
    case .helloTime:
      .limit(10, .time, in: 0...3_600, "How long a new connection may take until its hello; then it is closed.")
    case .promptTime:
      .limit(
        600, .time, in: 0...Parameters.longest,
        "How long somebody at the log-in prompt may send nothing; then the connection is closed.")
    case .failedLogIns:
      .limit(
        60, .count(unit: "log-ins"), in: 0...10_000,
        "Failed log-ins of one address, over all names, before it has to wait.")
    case .failedLogInTime:
      .limit(
        600, .time, in: 1...86_400,
        "The time in which all failed log-ins of an address are forgiven, one after the other.")
    case .registrationsPerAddress:
      .limit(
        100, .count(unit: "accounts"), in: 0...100_000,
        "Accounts that are registered from one address in a day, those by invitation aside; more are refused.")
    case .passwordBacklog:
      .limit(
        256, .count(unit: "passwords"),
        "Passwords of one address that wait for their check; more are refused as busy.")
    case .messageRate:
      .limit(
        50, .count(unit: "messages/s"),
        "Messages and commands that one user may send; faster ones are read more slowly.")
    case .messageBurst:
      .limit(
        500, .count(unit: "messages"), in: 1...1_000_000,
        "Messages and commands that one user may send at once before that rate counts.")
    case .waitingBytesPerUser:
      .limit(
        Double(2 << 30), .size, in: Self.sizes,
        "Bytes of files that one user has sent and that wait, uploads under way included.")
    case .waitingBytes:
      .limit(
        Double(20 << 30), .size, in: Self.sizes,
        "Bytes of waiting files of all users together, uploads under way included.")
    case .filesPerUser:
      .limit(
        500, .count(unit: "files"), "Files that one user has sent and that wait, uploads under way included.")
    case .mailboxMessages:
      .limit(
        10_000, .count(unit: "messages"), in: 0...1_000_000_000,
        "Undelivered messages to one user; then senders are refused.")
    case .mailboxBytes:
      .limit(Double(16 << 20), .size, in: Self.sizes, "Bytes of the undelivered messages to one user.")
    case .spareDescriptors:
      .limit(
        64, .count(unit: "descriptors"), in: 0...100_000,
        "File descriptors that are kept free; a connection that would need one of them is refused.")
    case .tellLoopbackApart:
      .flag("Count each loopback address by itself, for tests.", needsRestart: true)
    }
  }
}

/// Who may register an account.
public enum Registration: String, CaseIterable, Sendable {
  /// Everybody.
  case open
  /// Who has the code of an invitation.
  case invited
  /// Nobody; the operator makes accounts.
  case closed
}
