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
    people.presence.compactMap { (account, presence) -> (key: AccountKey, user: OnlineUser)? in
      guard let name = people.accounts[account]?.name else { return nil }
      switch presence {
      case .connected(let session):
        return (name.key, OnlineUser(name: name.text, peer: people.sessions[session]?.origin.peer ?? "", isLost: false))
      case .grace(_, let address):
        return (name.key, OnlineUser(name: name.text, peer: address ?? "an unknown address", isLost: true))
      case .elsewhere(_, let session):
        return (name.key, OnlineUser(name: name.text, peer: "another server", isLost: session == nil))
      }
    }.sorted { $0.key < $1.key }.map(\.user)
  }

  /// Who is blocked, the oldest first.
  public func blockedUsers(_ turn: Turn) -> [BlockedUser] {
    admission.logInGuard.holding(blockTime: turn.parameters.blockTime, now: turn.now).compactMap {
      block -> BlockedUser? in
      people.accounts[block.account].map {
        BlockedUser(
          name: $0.name.text, address: block.address, since: block.since, secondsLeft: block.secondsLeft)
      }
    }.sorted { ($0.since, $0.name, $0.address) < ($1.since, $1.name, $1.address) }
  }

  /// Every account, in the order of registration, and the number of files that wait for it.
  public var allUsers: [(account: Account, waitingFiles: Int)] {
    people.accounts.all.sorted { $0.id < $1.id }.map { ($0, files.shelf.count(for: $0.id)) }
  }

  /// How many accounts there are.
  public var accountCount: Int {
    people.accounts.count
  }

  /// How many count as online: what MaxCon limits.
  public var onlineCount: Int {
    people.presence.count
  }

  /// The address that `session` comes from as limits count it; empty when it is gone.
  public func place(of session: SessionID) -> String {
    people.place(of: session)
  }

  /// How many connections there are, logged in or not.
  public var connectionCount: Int {
    people.sessions.count
  }

  /// The account that is called so, for the operator's commands.
  public func account(named name: String) throws(AdminError) -> Account {
    guard let account = people.accounts.named(name) else {
      let nearest = people.accounts.count > 10_000 ? nil : people.accounts.nearest(to: name)
      throw .noSuchUser(name, nearest: nearest)
    }
    return account
  }

  /// What a person should know before `command` is carried out; nil when it puts nobody out and destroys nothing.
  ///
  /// - Parameter place: the address that a ban is for, as limits count it.
  public func concern(of command: AdminCommand, place: String? = nil, _ turn: Turn) -> AdminConcern? {
    switch command {
    case .deluser(let name):
      guard people.accounts.named(name) != nil else { return nil }
      return AdminConcern(
        "This deletes \"\(name)\" with all messages and files that wait for it.", "Go on?", needsYes: true)
    case .stop(_, restart: false):
      return Self.concern(ofPuttingOut: onlineUsers.map(\.name), "Stop the server?")
    case .set(.parameter(.timeOut), let text, _, _):
      var changed = turn.parameters
      guard changed.set(.timeOut, to: text), let seconds = changed.timeOut else { return nil }
      let idle = people.sessions.all.compactMap { _, session -> String? in
        guard case .member(let member) = session.stage, member.underWay.value.isWithoutTransfers,
          member.lastActivity.advanced(bySeconds: seconds) <= turn.now.uptime
        else { return nil }
        return people.accounts.name(of: member.account)
      }
      return Self.concern(ofPuttingOut: idle.sorted(), "Change TIME_OUT?")
    case .ban(let target, _, _):
      var concerned = place.map(onlineUsers(at:)) ?? []
      if case .user(let name, _) = target, let account = people.accounts.named(name),
        people.presence[account.id] != nil,
        !concerned.contains(account.name.text)
      {
        concerned.append(account.name.text)
      }
      guard let place else { return Self.concern(ofPuttingOut: concerned, "Ban?") }
      return AdminConcern(
        (Self.concern(ofPuttingOut: concerned, "")?.fact ?? "Nobody is online from there now.")
          + " Nobody from \(place) can come in then.", "Ban it?", needsYes: true)
    case .get, .set, .confirm, .reload, .online, .blocked, .users, .status, .metrics, .kick, .unblock, .announce,
      .passwd,
      .adduser, .unban, .bans, .invite, .invitations, .endInvitations, .stop, .cancelStop, .help:
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
    people.announce(text, turn: &turn)
  }

  /// Ends the blocks of somebody after wrong passwords.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.notBlocked`.
  public func unblock(_ name: String, on address: String?, turn: Turn) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    let isHeld = blockedUsers(turn).contains {
      $0.name == account.name.text && (address == nil || $0.address == address)
    }
    guard isHeld else { throw .notBlocked(name) }
    try turn.requireWritableForAdmin()
    return Proposal(.logInUnblocked(account.id, address: address))
  }

  /// A new account; its password is hashed already.
  ///
  /// - Throws: `AdminError.refused`.
  public func adding(_ name: String, _ verifier: PasswordVerifier, turn: Turn) throws(AdminError) -> Proposal {
    try turn.requireWritableForAdmin()
    do throws(Refusal) {
      let name = try admission.nameToRegister(name, people: people, at: turn.now)
      return Proposal(admission.registration(of: name, verifier, by: nil, at: turn.now))
    } catch {
      throw .refused(error)
    }
  }

  /// A new password for somebody, who is told if online.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.refused`.
  public func changingPassword(
    of name: String, to verifier: PasswordVerifier, turn: inout Turn
  ) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    guard turn.settings.passwordCommand == nil else { throw .refused(.passwordKeptElsewhere) }
    try turn.requireWritableForAdmin()
    turn.propose(Proposal(.tokensVoided(account.id)))
    let text = "The administrator has given you a new password. Please ask for it before you log in again."
    return Proposal(
      .passwordChanged(account.id, verifier),
      effects: people.connectedSession(of: account.id).map { [.event($0, .announcement(text))] } ?? [])
  }

  /// Deletes somebody, who is put out if online.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.refused`.
  public func deleting(_ name: String, turn: Turn) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    try turn.requireWritableForAdmin()
    return Proposal(.deregistered(account.id))
  }
}

extension AccountBook {
  /// The name that is nearest to `text`, for a person who mistyped one.
  fileprivate func nearest(to text: String) -> String? {
    EditDistance.nearest(to: text, in: all.map(\.name.text), spelling: { $0 })
  }
}

extension Turn {
  func requireWritableForAdmin() throws(AdminError) {
    do throws(Refusal) {
      try requireWritable()
    } catch {
      throw .refused(error)
    }
  }
}
