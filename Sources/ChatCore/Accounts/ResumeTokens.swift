/// Which tokens let a client come back without its password: for each account the one that was issued last and, until that
/// one is used, the one before, for the client may have lost its connection before it read the newer one.
///
/// A token is looked up by its digest, in a table: how long that takes may tell how a digest that somebody tries
/// resembles one that is known, but nobody can choose digests, and one tells nothing of its token.
public struct ResumeTokens: Sendable {
  /// The tokens of one account.
  public struct Line: Hashable, Sendable {
    /// The run of the client program that holds them; no other one may use them.
    public let run: UInt64
    /// The one that was issued last.
    public fileprivate(set) var current: TokenDigest
    /// The one before, while the current one has not been used.
    public fileprivate(set) var previous: TokenDigest?
    /// Whether the account counts as online, so that after a crash of the server its person is waited for.
    public fileprivate(set) var isPresent: Bool

    /// A line as the store holds it.
    public init(run: UInt64, current: TokenDigest, previous: TokenDigest?, isPresent: Bool) {
      self.run = run
      self.current = current
      self.previous = previous
      self.isPresent = isPresent
    }
  }

  private var lines: [AccountID: Line] = [:]
  private var owners: [TokenDigest: AccountID] = [:]

  /// The tokens that the store holds.
  public init(_ lines: [AccountID: Line] = [:]) {
    owners.reserveCapacity(2 * lines.count)
    for (account, line) in lines {
      put(line, of: account)
    }
  }

  /// The tokens of `account`; nil when it has none.
  public subscript(account: AccountID) -> Line? {
    lines[account]
  }

  /// The accounts that counted as online.
  public var present: [AccountID] {
    lines.filter(\.value.isPresent).map(\.key)
  }

  /// Whose token has this digest, if `run` may use it.
  public func owner(of digest: TokenDigest, run: UInt64) -> AccountID? {
    guard let account = owners[digest], lines[account]?.run == run else { return nil }
    return account
  }

  /// `account`, which is online, gets a new token. The one before stays valid.
  ///
  /// - Returns: what the store shall hold.
  public mutating func issue(_ digest: TokenDigest, to account: AccountID, run: UInt64) -> Line {
    let known = lines[account]
    let line = Line(
      run: run, current: digest, previous: known?.run == run ? known?.current : nil, isPresent: true)
    remove(account)
    put(line, of: account)
    return line
  }

  /// The token with this digest was used. Its predecessor is not needed any more; nor is a successor, which its client
  /// does not know, else it would have used that.
  ///
  /// The store hears of it with the next token, which the client asks for at once.
  public mutating func use(_ digest: TokenDigest) {
    guard let account = owners[digest], var line = lines[account] else { return }
    line.current = digest
    line.previous = nil
    remove(account)
    put(line, of: account)
  }

  /// Notes whether `account` counts as online.
  ///
  /// - Returns: what the store shall hold; nil when nothing changes for it.
  public mutating func note(_ account: AccountID, isPresent: Bool) -> Line? {
    guard lines[account].map({ $0.isPresent != isPresent }) ?? false else { return nil }
    lines[account]?.isPresent = isPresent
    return lines[account]
  }

  /// No token of `account` is valid any more.
  ///
  /// - Returns: false when none was.
  public mutating func void(_ account: AccountID) -> Bool {
    remove(account) != nil
  }

  /// A commit failed. What was issued since then never reached its client, and what the store holds is valid again;
  /// but what was voided stays void.
  ///
  /// - Returns: the accounts whose tokens the store must still forget.
  public mutating func recover(_ stored: [AccountID: Line]) -> [AccountID] {
    let known = lines
    let voided = stored.filter { known[$0.key]?.run != $0.value.run }.map(\.key)
    self = ResumeTokens(stored)
    for account in voided {
      remove(account)
    }
    for (account, line) in known {
      lines[account]?.isPresent = line.isPresent
    }
    return voided
  }

  private mutating func put(_ line: Line, of account: AccountID) {
    lines[account] = line
    owners[line.current] = account
    if let previous = line.previous {
      owners[previous] = account
    }
  }

  @discardableResult
  private mutating func remove(_ account: AccountID) -> Line? {
    guard let line = lines.removeValue(forKey: account) else { return nil }
    owners[line.current] = nil
    if let previous = line.previous {
      owners[previous] = nil
    }
    return line
  }
}
