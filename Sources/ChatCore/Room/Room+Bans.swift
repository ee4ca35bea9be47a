// Who may not come in, and what the operator says about it.
extension Room {
  /// Those who are online and whom a ban of the address `place` concerns, in alphabetical order.
  public func onlineUsers(at place: String) -> [String] {
    sessions.all.compactMap { _, session -> AccountName? in
      guard case .member(let member) = session.stage, session.origin.place == place else { return nil }
      return accounts[member.account]?.name
    }.sorted { $0.key < $1.key }.map(\.text)
  }

  /// The address that somebody who counts as online comes from, as limits count it; as it was, while the connection is lost.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.notOnline`.
  public func place(of name: String) throws(AdminError) -> String {
    let account = try account(named: name)
    switch presence[account.id] {
    case .connected(let session): return place(of: session)
    case .grace(_, let address?): return address
    case .grace(_, nil), .elsewhere, nil: throw .notOnline(account.name.text)
    }
  }

  /// What the account of this number is called; nil when it is gone.
  public func name(of account: AccountID) -> String? {
    accounts[account]?.name.text
  }

  /// Keeps an account out, whatever becomes of it, and its name; whoever is online with it is put out.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.refused`.
  public func banning(
    _ name: String, until: WallTime?, reason: String?
  ) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    try requireWritableForAdmin()
    return Proposal(.banned(.person(account.id, account.name), until: until, reason: reason))
  }

  /// Keeps out whoever comes from `place`, an address as limits count it; who is there is put out.
  ///
  /// - Throws: `AdminError.refused`.
  public func banning(
    place: String, until: WallTime?, reason: String?
  ) throws(AdminError) -> Proposal {
    try requireWritableForAdmin()
    return Proposal(.banned(.address(place), until: until, reason: reason))
  }

  /// Lets those in again whom a ban of this name, or of the address `place`, keeps out.
  ///
  /// - Throws: `AdminError.notBanned` and `.refused`.
  public func unbanning(_ name: String, place: String?, at now: Moment) throws(AdminError) -> [Proposal] {
    let key = AccountKey(name)
    let ended = bans.all(at: now.wall).filter { ban in
      switch ban.subject {
      case .person(let id, let name): name.key == key || accounts[id]?.name.key == key
      case .address(let address): address == place || address == name
      }
    }
    guard !ended.isEmpty else { throw .notBanned(name) }
    try requireWritableForAdmin()
    return ended.map { Proposal(.unbanned($0.id)) }
  }

  /// Every ban that holds, the oldest first.
  public func allBans(at now: Moment) -> [Ban] {
    bans.all(at: now.wall)
  }

  /// - Throws: `Refusal.banned`.
  func requireNoBan(of account: Account, at time: WallTime) throws(Refusal) {
    if let ban = bans.ban(of: account, at: time) {
      throw .banned(until: ban.until, reason: ban.reason)
    }
  }

  mutating func applyBan(
    of subject: Ban.Subject, until: WallTime?, reason: String?, record: LogRecord, turn: inout Turn
  ) {
    bans.insert(Ban(id: record.id, subject: subject, since: record.time, until: until, reason: reason))
    switch subject {
    case .person(let account, _):
      let text = Refusal.banned(until: until, reason: reason).sentence
      putOut(account, text, reason: .banned, at: record.time, turn: &turn)
      applyVoid(of: account, turn: &turn)
    case .address(let place):
      putOutAll(from: place, Refusal.addressBanned(until: until, reason: reason).sentence, turn: &turn)
    }
    forgetEnded(turn: &turn)
  }

  private mutating func putOutAll(from place: String, _ text: String, turn: inout Turn) {
    for (id, session) in sessions.all where session.origin.place == place {
      switch session.stage {
      case .member(let member):
        _ = putOut(member.account, text, reason: .banned, turn: &turn)
      case .prompt:
        sessions[id]?.stage = .leaving
        turn.append(.event(id, .putOut(reason: text)))
        turn.append(.close(id))
      case .leaving:
        break
      }
    }
  }

  /// Bans and invitations that have ended need not be kept.
  mutating func forgetEnded(turn: inout Turn) {
    let areBans = bans.forgetEnded(at: turn.now.wall)
    if invitations.forgetEnded(at: turn.now.wall) || areBans {
      turn.forget(.ended(by: turn.now.wall))
    }
  }
}
