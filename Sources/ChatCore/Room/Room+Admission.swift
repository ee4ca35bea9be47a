// Who may not come in, and what the operator says about it.
extension Room {
  /// Those who are online and whom a ban of the address `place` concerns, in alphabetical order.
  public func onlineUsers(at place: String) -> [String] {
    people.sessions.all.compactMap { _, session -> AccountName? in
      guard case .member(let member) = session.stage, session.origin.place == place else { return nil }
      return people.accounts[member.account]?.name
    }.sorted { $0.key < $1.key }.map(\.text)
  }

  /// The address that somebody who counts as online comes from, as limits count it; as it was, while the connection is lost.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.notOnline`.
  public func place(of name: String) throws(AdminError) -> String {
    let account = try account(named: name)
    switch people.presence[account.id] {
    case .connected(let session): return people.place(of: session)
    case .grace(_, let address?): return address
    case .grace(_, nil), .elsewhere, nil: throw .notOnline(account.name.text)
    }
  }

  /// What the account of this number is called; nil when it is gone.
  public func name(of account: AccountID) -> String? {
    people.accounts[account]?.name.text
  }

  /// Keeps an account out, whatever becomes of it, and its name; whoever is online with it is put out.
  ///
  /// - Throws: `AdminError.noSuchUser` and `.refused`.
  public func banning(
    _ name: String, until: WallTime?, reason: String?, turn: Turn
  ) throws(AdminError) -> Proposal {
    let account = try account(named: name)
    try turn.requireWritableForAdmin()
    return Proposal(.banned(.person(account.id, account.name), until: until, reason: reason))
  }

  /// Keeps out whoever comes from `place`, an address as limits count it; who is there is put out.
  ///
  /// - Throws: `AdminError.refused`.
  public func banning(
    place: String, until: WallTime?, reason: String?, turn: Turn
  ) throws(AdminError) -> Proposal {
    try turn.requireWritableForAdmin()
    return Proposal(.banned(.address(place), until: until, reason: reason))
  }

  /// Lets those in again whom a ban of this name, or of the address `place`, keeps out.
  ///
  /// - Throws: `AdminError.notBanned` and `.refused`.
  public func unbanning(_ name: String, place: String?, turn: Turn) throws(AdminError) -> [Proposal] {
    let key = AccountKey(name)
    let ended = admission.bans.all(at: turn.now.wall).filter { ban in
      switch ban.subject {
      case .person(let id, let name): name.key == key || people.accounts[id]?.name.key == key
      case .address(let address): address == place || address == name
      }
    }
    guard !ended.isEmpty else { throw .notBanned(name) }
    try turn.requireWritableForAdmin()
    return ended.map { Proposal(.unbanned($0.id)) }
  }

  /// Every ban that holds, the oldest first.
  public func allBans(at now: Moment) -> [Ban] {
    admission.bans.all(at: now.wall)
  }

  // And who may come in.

  /// Every invitation that holds, the oldest first.
  public func allInvitations(at now: Moment) -> [Invitation] {
    admission.invitations.all(at: now.wall)
  }

  /// An invitation for `name`, in place of an earlier one, or for any name, whose code has this digest.
  ///
  /// - Throws: `AdminError.refused`.
  public func inviting(
    _ name: String?, digest: TokenDigest, uses: Int, until: WallTime, turn: Turn
  ) throws(AdminError) -> [Proposal] {
    try turn.requireWritableForAdmin()
    do throws(Refusal) {
      let name: AccountName? =
        if let name { try admission.nameToRegister(name, people: people, at: turn.now) } else { nil }
      let earlier = admission.invitations.all(at: turn.now.wall).filter { name != nil && $0.name == name }
      return earlier.map { Proposal(.invitationEnded($0.id)) }
        + [Proposal(.invited(digest, name: name, uses: uses, until: until))]
    } catch {
      throw .refused(error)
    }
  }

  /// Ends the invitation of this number, or all of them.
  ///
  /// - Throws: `AdminError.noSuchInvitation` and `.refused`.
  public func endingInvitations(_ id: EntryID?, turn: Turn) throws(AdminError) -> [Proposal] {
    let ended = admission.invitations.all(at: turn.now.wall).filter { id == nil || $0.id == id }
    if let id, ended.isEmpty { throw .noSuchInvitation(id) }
    try turn.requireWritableForAdmin()
    return ended.map { Proposal(.invitationEnded($0.id)) }
  }
}
