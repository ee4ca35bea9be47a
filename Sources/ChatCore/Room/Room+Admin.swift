// What whoever runs the server may ask of the room and do to it. The changes go the way of all changes: they are proposed,
// get their place in the log, and are answered when they are on disk.
extension Room {
  /// Somebody who counts as online.
  public struct OnlineUser: Hashable, Sendable {
    /// As it was registered.
    public let name: String
    /// Where from, with the port; without one while its connection is lost.
    public let peer: String
    /// Whether its connection is lost and it may come back within the grace.
    public let isLost: Bool
  }

  /// A name that is blocked on an address after wrong passwords.
  public struct BlockedUser: Hashable, Sendable {
    /// As it was registered.
    public let name: String
    /// Where.
    public let address: String
    /// Since when.
    public let since: WallTime
    /// For how many more seconds.
    public let secondsLeft: Double
  }

  /// Who is online, in alphabetical order.
  public var onlineUsers: [OnlineUser] {
    presence.compactMap { (account, presence) -> (key: AccountKey, user: OnlineUser)? in
      guard let name = accounts[account]?.name else { return nil }
      switch presence {
      case .connected(let session):
        return (name.key, OnlineUser(name: name.text, peer: sessions[session]?.origin.peer ?? "", isLost: false))
      case .grace(_, let address):
        return (name.key, OnlineUser(name: name.text, peer: address ?? "an unknown address", isLost: true))
      case .elsewhere(_, let session):
        return (name.key, OnlineUser(name: name.text, peer: "another server", isLost: session == nil))
      }
    }.sorted { $0.key < $1.key }.map(\.user)
  }

  /// Who is blocked, the oldest first.
  public func blockedUsers(at now: Moment) -> [BlockedUser] {
    logInGuard.holding(blockTime: parameters.blockTime, now: now).compactMap { block -> BlockedUser? in
      accounts[block.account].map {
        BlockedUser(
          name: $0.name.text, address: block.address, since: block.since, secondsLeft: block.secondsLeft)
      }
    }.sorted { ($0.since, $0.name, $0.address) < ($1.since, $1.name, $1.address) }
  }

  /// Every account, in the order of registration, and the number of files that wait for it.
  public var allUsers: [(account: Account, waitingFiles: Int)] {
    accounts.all.sorted { $0.id < $1.id }.map { ($0, files.count(for: $0.id)) }
  }

  /// How many accounts there are.
  public var accountCount: Int {
    accounts.count
  }

  /// How many connections there are, logged in or not.
  public var connectionCount: Int {
    sessions.count
  }

  /// Why nothing is taken that would have to be stored; nil while it can be.
  public var trouble: StorageTrouble? {
    if case .readOnly(let trouble) = mode { trouble } else { nil }
  }

  /// The account that is called so, for the operator's commands.
  public func account(named name: String) throws(AdminError) -> Account {
    guard let account = accounts.named(name) else {
      let nearest = accounts.count > 10_000 ? nil : accounts.nearest(to: name)
      throw .noSuchUser(name, nearest: nearest)
    }
    return account
  }

  /// What a person should know before `command` is carried out; nil when it puts nobody out and destroys nothing.
  ///
  /// - Parameter place: the address that a ban is for, as limits count it.
  public func concern(of command: AdminCommand, place: String? = nil, at now: Moment) -> AdminConcern? {
    switch command {
    case .deluser(let name):
      guard accounts.named(name) != nil else { return nil }
      return AdminConcern(
        "This deletes \"\(name)\" with all messages and files that wait for it.", "Go on?", needsYes: true)
    case .stop(_, restart: false):
      return Self.concern(ofPuttingOut: onlineUsers.map(\.name), "Stop the server?")
    case .set(.parameter(.timeOut), let text, _, _):
      var changed = parameters
      guard changed.set(.timeOut, to: text), let seconds = changed.timeOut else { return nil }
      let idle = sessions.all.compactMap { _, session -> String? in
        guard case .member(let member) = session.stage, member.underWay.value.isWithoutTransfers,
          member.lastActivity.advanced(bySeconds: seconds) <= now.uptime
        else { return nil }
        return accounts.name(of: member.account)
      }
      return Self.concern(ofPuttingOut: idle.sorted(), "Change TIME_OUT?")
    case .ban(let target, _, _):
      var concerned = place.map(onlineUsers(at:)) ?? []
      if case .user(let name, _) = target, let account = accounts.named(name), presence[account.id] != nil,
        !concerned.contains(account.name.text)
      {
        concerned.append(account.name.text)
      }
      guard let place else { return Self.concern(ofPuttingOut: concerned, "Ban?") }
      return AdminConcern(
        (Self.concern(ofPuttingOut: concerned, "")?.fact ?? "Nobody is online from there now.")
          + " Nobody from \(place) can come in then.", "Ban it?", needsYes: true)
    default:
      return nil
    }
  }

  private static func concern(ofPuttingOut names: [String], _ question: String) -> AdminConcern? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    return AdminConcern(
      names.count == 1
        ? "1 person is online and will be put out: \(shown)."
        : "\(names.count) people are online and will be put out: \(shown).", question)
  }

  /// Puts somebody out, who is told `reason`.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.notOnline`.
  public mutating func kick(
    _ name: String, reason: String?, turn: inout Turn
  ) throws(AdminError) {
    let account = try account(named: name)
    let text = "You were put out by the administrator" + (reason.map { ": \($0)" } ?? ".")
    guard putOut(account.id, text, reason: .kicked, turn: &turn) else {
      throw .notOnline(account.name.text)
    }
  }

  /// Says `text` to everybody who is logged in.
  public func announce(_ text: String, turn: inout Turn) {
    for case (_, .connected(let session)) in presence {
      turn.append(.event(session, .announcement(text)))
    }
  }

  /// Ends the blocks of somebody after wrong passwords.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.notBlocked`.
  public func unblock(_ name: String, on address: String?, at now: Moment) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    let isHeld = blockedUsers(at: now).contains {
      $0.name == account.name.text && (address == nil || $0.address == address)
    }
    guard isHeld else { throw .notBlocked(name) }
    try requireWritableForAdmin()
    return Proposal(.logInUnblocked(account.id, address: address))
  }

  /// A new account; its password is hashed already.
  ///
  /// - Throws: `AdminError.refused`.
  public func adding(_ name: String, _ verifier: PasswordVerifier, at now: Moment) throws(AdminError) -> Proposal {
    try requireWritableForAdmin()
    do throws(Refusal) {
      return Proposal(registration(of: try nameToRegister(name, at: now), verifier, by: nil, at: now))
    } catch {
      throw .refused(error)
    }
  }

  /// A new password for somebody, who is told if online.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.refused`.
  public mutating func changingPassword(
    of name: String, to verifier: PasswordVerifier, turn: inout Turn
  ) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    guard settings.passwordCommand == nil else { throw .refused(.passwordKeptElsewhere) }
    try requireWritableForAdmin()
    voidTokens(of: account.id, turn: &turn)
    let text = "The administrator has given you a new password. Please ask for it before you log in again."
    return Proposal(
      .passwordChanged(account.id, verifier),
      effects: connectedSession(of: account.id).map { [.event($0, .announcement(text))] } ?? [])
  }

  /// Deletes somebody, who is put out if online.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.refused`.
  public func deleting(_ name: String) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    try requireWritableForAdmin()
    return Proposal(.deregistered(account.id))
  }

  /// Puts somebody out who is online here.
  ///
  /// - Returns: whether anybody was.
  mutating func putOut(
    _ account: AccountID, _ text: String, reason: ServerEvent.LogOutReason, turn: inout Turn
  ) -> Bool {
    guard let presence = presence[account], presence.isHere else { return false }
    let address = close(presence, text, turn: &turn)
    endPresence(of: account, address: address, reason: reason, turn: &turn)
    return true
  }

  /// The log puts somebody out at `time`, wherever they are.
  mutating func putOut(
    _ account: AccountID, _ text: String, reason: ServerEvent.LogOutReason, at time: WallTime, turn: inout Turn
  ) {
    guard let presence = presence[account] else { return }
    let address = close(presence, text, turn: &turn)
    applyLeaving(account, isLost: false, since: presence.isKnown ? time : nil, turn: &turn)
    guard presence.isHere else { return }
    turn.append(.log(.loggedOut(user: accounts.name(of: account), address: address, reason)))
  }

  /// Closes the connection behind `presence`, if there is one.
  ///
  /// - Returns: its address; empty when it is not known here.
  private mutating func close(_ presence: Presence, _ text: String, turn: inout Turn) -> String {
    switch presence {
    case .grace(_, let address):
      return address ?? ""
    case .elsewhere:
      return ""
    case .connected(let session):
      if case .member(let member) = sessions[session]?.stage {
        endTransfers(of: member, session: session, turn: &turn)
      }
      turn.append(.event(session, .putOut(reason: text)))
      turn.append(.close(session))
      sessions[session]?.stage = .leaving
      return address(of: session)
    }
  }

  func requireWritableForAdmin() throws(AdminError) {
    do throws(Refusal) {
      try requireWritable()
    } catch {
      throw .refused(error)
    }
  }
}

extension AccountBook {
  /// The name that is nearest to `text`, for a person who mistyped one.
  fileprivate func nearest(to text: String) -> String? {
    EditDistance.nearest(to: text, in: all.map(\.name.text), spelling: { $0 })
  }
}
