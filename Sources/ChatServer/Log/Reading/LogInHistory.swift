import ChatCore

/// The history of one person's log-ins and of who is online, read from the logs line by line from the oldest.
public struct LogInHistory: Sendable {
  /// So many of the newest attempts are kept.
  public static let keptAttempts = 10

  /// The newest attempts, right and wrong, the oldest of them first.
  public private(set) var attempts: [LoggedLine] = []
  /// Those who have logged in since the server started and not logged out, by the key of the name.
  public private(set) var online: Set<AccountKey> = []
  /// Where the person is online from; nil when not online.
  public private(set) var address: String?

  private let key: AccountKey

  /// Nothing read yet about `user`.
  public init(of user: String) {
    key = AccountKey(user)
  }

  /// Takes the next line.
  public mutating func add(_ line: LoggedLine) {
    let user = line.field("user").map { AccountKey($0.text) }
    switch LogEvent.named(line.event) {
    case .start, .stop:
      online = []
      address = nil
    case .logIn:
      guard let user else { return }
      online.insert(user)
      note(line, of: user)
      if user == key {
        address = line.field("address")?.text
      }
    case .logOut:
      guard let user else { return }
      online.remove(user)
      if user == key {
        address = nil
      }
    case .logInFailed, .logInBlocked, .logInRefused:
      guard let user else { return }
      note(line, of: user)
    default:
      break
    }
  }

  private mutating func note(_ line: LoggedLine, of user: AccountKey) {
    guard user == key else { return }
    attempts.append(line)
    if attempts.count > Self.keptAttempts {
      attempts.removeFirst()
    }
  }
}
