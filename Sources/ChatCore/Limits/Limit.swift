/// A bound on what strangers and users may take of the server: a row of the one table that the options of
/// `chatctl serve`, the limits in `chatctl admin status`, and those of the README are made of or checked against.
///
/// The raw value is the option's name. The value 0 lifts a limit, wherever its range begins there.
public enum Limit: String, CaseIterable, Sendable {
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

  /// What a limit counts.
  public enum Unit: String, Sendable {
    /// Connections.
    case connections
    /// Seconds.
    case seconds
    /// Failed log-ins.
    case logIns = "log-ins"
    /// Passwords that wait.
    case passwords
    /// Messages and other commands.
    case messages
    /// The same in a second.
    case messagesPerSecond = "messages/s"
    /// Bytes.
    case bytes
    /// Files.
    case files
    /// File descriptors.
    case descriptors
  }

  /// The value that holds unless another one is asked for.
  public var defaultValue: Int64 { row.value }
  /// What the value counts.
  public var unit: Unit { row.unit }
  /// The values that are taken.
  public var range: ClosedRange<Int64> { row.range }
  /// What it bounds and what happens then, for people; without the default and the unit.
  public var help: String { row.help }
  /// Whether 0 lifts it.
  public var canBeLifted: Bool { range.contains(0) }
  /// The name in JSON.
  public var key: String { String(rawValue.map { $0 == "-" ? "_" : $0 }) }

  private typealias Row = (value: Int64, unit: Unit, range: ClosedRange<Int64>, help: String)

  private static let count: ClosedRange<Int64> = 0...1_000_000
  /// So that adding sizes up can't overflow.
  private static let bytes: ClosedRange<Int64> = 0...(1 << 60)

  private var row: Row {
    switch self {
    case .connectionsPerAddress:
      (1_024, .connections, Self.count, "Connections of one address at once; more are refused.")
    case .unauthenticated:
      (
        512, .connections, Self.count,
        "Connections of all addresses that are not logged in; then the address with most of them gives way or is refused."
      )
    case .helloTime:
      (10, .seconds, 0...3_600, "How long a new connection may take until its hello; then it is closed.")
    case .promptTime:
      (
        600, .seconds, 0...31_536_000,
        "How long somebody at the log-in prompt may send nothing; then the connection is closed."
      )
    case .failedLogIns:
      (60, .logIns, 0...10_000, "Failed log-ins of one address, over all names, before it has to wait.")
    case .failedLogInTime:
      (
        600, .seconds, 1...86_400,
        "The time in which all failed log-ins of an address are forgiven, one after the other."
      )
    case .passwordBacklog:
      (256, .passwords, Self.count, "Passwords of one address that wait for their check; more are refused as busy.")
    case .messageRate:
      (
        50, .messagesPerSecond, Self.count,
        "Messages and commands that one user may send; faster ones are read more slowly."
      )
    case .messageBurst:
      (500, .messages, 1...1_000_000, "Messages and commands that one user may send at once before that rate counts.")
    case .waitingBytesPerUser:
      (2 << 30, .bytes, Self.bytes, "Bytes of files that one user has sent and that wait, uploads under way included.")
    case .waitingBytes:
      (20 << 30, .bytes, Self.bytes, "Bytes of waiting files of all users together, uploads under way included.")
    case .filesPerUser:
      (500, .files, Self.count, "Files that one user has sent and that wait, uploads under way included.")
    case .mailboxMessages:
      (10_000, .messages, 0...1_000_000_000, "Undelivered messages to one user; then senders are refused.")
    case .mailboxBytes:
      (16 << 20, .bytes, Self.bytes, "Bytes of the undelivered messages to one user.")
    case .spareDescriptors:
      (
        64, .descriptors, 0...100_000,
        "File descriptors that are kept free; a connection that would need one of them is refused."
      )
    }
  }
}
