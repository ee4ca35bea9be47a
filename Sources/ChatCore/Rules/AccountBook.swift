/// Every account there is, by number and by name, and the names of those that are gone.
public struct AccountBook: Sendable {
  private var accounts: [AccountID: Account] = [:]
  private var numbers: [String: AccountID] = [:]
  private var formerNames: [AccountID: String] = [:]

  /// A book of these accounts.
  public init(_ accounts: [Account] = [], formerNames: [AccountID: String] = [:]) {
    self.accounts.reserveCapacity(accounts.count)
    numbers.reserveCapacity(accounts.count)
    for account in accounts {
      insert(account)
    }
    self.formerNames = formerNames
  }

  /// How many there are.
  public var count: Int {
    accounts.count
  }

  /// The account of that number; nil when it is gone.
  public subscript(id: AccountID) -> Account? {
    accounts[id]
  }

  /// The account that is looked up by `name`, in any case of letters.
  public func named(_ name: String) -> Account? {
    numbers[AccountName.key(for: name)].flatMap { accounts[$0] }
  }

  /// Whom a message of `id` is shown as coming from.
  public func label(of id: AccountID) -> SenderLabel {
    if id == .system {
      return .system
    }
    if let account = accounts[id] {
      return .account(account.name.text)
    }
    return .former(formerNames[id] ?? "?")
  }

  /// The name of `id`, whether it is still there or not.
  public func name(of id: AccountID) -> String {
    label(of: id).name
  }

  /// Adds an account.
  public mutating func insert(_ account: Account) {
    accounts[account.id] = account
    numbers[account.name.key] = account.id
  }

  /// Removes an account; its name stays known for the messages it left.
  public mutating func remove(_ id: AccountID) {
    guard let account = accounts.removeValue(forKey: id) else { return }
    numbers.removeValue(forKey: account.name.key)
    formerNames[id] = account.name.text
  }

  /// Moves the cursor of `id` forward to `entry`; false when it stood there or further on.
  public mutating func moveCursor(of id: AccountID, to entry: EntryID) -> Bool {
    guard let cursor = accounts[id]?.cursor, cursor < entry else { return false }
    accounts[id]?.cursor = entry
    return true
  }

  /// Takes over from `known`, which is the same account as it was, how far its person has read and when its last session
  /// ended.
  public mutating func keepStandings(of known: Account) {
    _ = moveCursor(of: known.id, to: known.cursor)
    if let lastSeen = known.lastSeen {
      setLastSeen(of: known.id, to: lastSeen)
    }
  }

  /// Every account, in no order.
  public var all: some Collection<Account> {
    accounts.values
  }

  /// Gives `id` a new password.
  public mutating func setVerifier(of id: AccountID, to verifier: PasswordVerifier) {
    accounts[id]?.verifier = verifier
  }

  /// Notes when the last session of `id` ended.
  public mutating func setLastSeen(of id: AccountID, to time: WallTime) {
    accounts[id]?.lastSeen = time
  }
}
