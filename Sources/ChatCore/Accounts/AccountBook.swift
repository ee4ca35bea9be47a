/// Every account there is, by number and by name, and the names of those that are gone.
public struct AccountBook: Sendable {
  /// In no order. In an array one part of an account is looked at without copying the others.
  private var accounts: [Account] = []
  private var places: [AccountID: Int] = [:]
  private var placesByName: [AccountKey: Int] = [:]
  private var formerNames: [AccountID: String] = [:]

  /// A book of these accounts.
  public init(_ accounts: [Account] = [], formerNames: [AccountID: String] = [:]) {
    self.accounts.reserveCapacity(accounts.count)
    places.reserveCapacity(accounts.count)
    placesByName.reserveCapacity(accounts.count)
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
    places[id].map { accounts[$0] }
  }

  /// The account that is looked up by `name`, in any case of letters.
  public func named(_ name: String) -> Account? {
    placesByName[AccountKey(name)].map { accounts[$0] }
  }

  /// Whom a message of `id` is shown as coming from.
  public func label(of id: AccountID) -> SenderLabel {
    if id == .system {
      return .system
    }
    if let place = places[id] {
      return .account(accounts[place].name.text)
    }
    return .former(formerNames[id] ?? "?")
  }

  /// The name of `id`, whether it is still there or not.
  public func name(of id: AccountID) -> String {
    label(of: id).name
  }

  /// Adds an account.
  public mutating func insert(_ account: Account) {
    let place = accounts.count
    accounts.append(account)
    note(place, of: account)
  }

  /// Removes an account; its name stays known for the messages it left.
  public mutating func remove(_ id: AccountID) {
    guard let place = places.removeValue(forKey: id) else { return }
    let name = accounts[place].name
    placesByName[name.key] = nil
    formerNames[id] = name.text
    // The last one takes the place that is free now.
    let last = accounts.removeLast()
    if place < accounts.count {
      accounts[place] = last
      note(place, of: last)
    }
  }

  /// Moves the cursor of `id` forward to `entry`; false when it stood there or further on.
  public mutating func moveCursor(of id: AccountID, to entry: EntryID) -> Bool {
    guard let place = places[id], accounts[place].cursor < entry else { return false }
    accounts[place].cursor = entry
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
    accounts
  }

  /// Gives `id` a new password.
  public mutating func setVerifier(of id: AccountID, to verifier: PasswordVerifier) {
    if let place = places[id] {
      accounts[place].verifier = verifier
    }
  }

  /// Notes when the last session of `id` ended.
  public mutating func setLastSeen(of id: AccountID, to time: WallTime) {
    if let place = places[id] {
      accounts[place].lastSeen = time
    }
  }

  private mutating func note(_ place: Int, of account: Account) {
    places[account.id] = place
    placesByName[account.name.key] = place
  }
}
