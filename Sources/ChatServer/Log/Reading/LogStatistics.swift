import ChatCore

/// Counts of what happened, by hour or by person.
public struct LogStatistics: Hashable, Sendable {
  /// The key by which lines are sorted.
  public enum Key: String, CaseIterable, Sendable {
    /// The hour of the day and date, in this machine's zone.
    case hour
    /// The person who did it.
    case user
  }

  /// The counts of a row.
  public struct Counts: Hashable, Sendable {
    /// Log-ins, those after a lost connection too.
    public var logIns = 0
    /// `broadcast` and `message` commands.
    public var messages = 0
    /// Files that arrived, were fetched or declined.
    public var transfers = 0
    /// Wrong passwords, refused log-ins and connections, and failed transfers.
    public var failures = 0
    /// Commands that were not logged one by one, whatever they were.
    public var leftOut = 0

    /// All of it but for what was left out.
    public var total: Int {
      logIns + messages + transfers + failures
    }
  }

  /// One hour or one person.
  public struct Row: Hashable, Sendable {
    /// `2014-03-04 21:00`, or the person's name.
    public let name: String
    /// Its counts.
    public let counts: Counts
  }

  /// More than any server counts in one line; so little that no log whose lines somebody forged adds up to an overflow.
  private static let mostOfALine = 1 << 32

  private let key: Key
  private var counts: [TypedText: Counts] = [:]
  private var names: [TypedText: String] = [:]

  /// Nothing counted yet.
  public init(by key: Key) {
    self.key = key
  }

  /// Counts `line`, if it is of a kind that is counted.
  public mutating func add(_ line: LoggedLine) {
    guard let change = Self.change(line), let name = name(of: line) else { return }
    let sorted = TypedText(key == .user ? AccountKey(name).text : name)
    if names[sorted] == nil {
      names[sorted] = name
    }
    let countingLines = [LogEvent.commandsLeftOut, .logInsLeftOut, .connectionsLeftOut].map(\.name)
    let amount = countingLines.contains(line.event) ? line.field("count").flatMap { Int($0.text) } ?? 0 : 1
    counts[sorted, default: Counts()][keyPath: change] += min(max(amount, 0), Self.mostOfALine)
  }

  /// By hour, the earliest first; by user, the busiest first.
  public var rows: [Row] {
    let rows = counts.map { Row(name: names[$0.key] ?? $0.key.text, counts: $0.value) }
    switch key {
    case .hour: return rows.sorted { $0.name < $1.name }
    case .user: return rows.sorted { ($1.counts.total, $0.name) < ($0.counts.total, $1.name) }
    }
  }

  private func name(of line: LoggedLine) -> String? {
    switch key {
    case .user: line.field("user")?.text
    case .hour: line.time.map { "\(LocalTime($0).date) \(LocalTime($0).clock.prefix(2)):00" }
    }
  }

  private static func change(_ line: LoggedLine) -> WritableKeyPath<Counts, Int>? {
    switch LogEvent.named(line.event) {
    case .logIn: \.logIns
    case .command where ["broadcast", "message"].contains(line.field("command")?.text): \.messages
    case .fileStored, .fileFetched, .fileDeclined: \.transfers
    case .logInFailed, .logInRefused, .refusedFull, .transferFailed, .logInsLeftOut, .connectionRefused,
      .connectionsLeftOut:
      \.failures
    case .commandsLeftOut: \.leftOut
    default: nil
    }
  }
}
