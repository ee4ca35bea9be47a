// Who may register, and by what code.
extension Room {
  /// Every invitation that holds, the oldest first.
  public func allInvitations(at now: Moment) -> [Invitation] {
    invitations.all(at: now.wall)
  }

  /// An invitation for `name`, in place of an earlier one, or for any name, whose code has this digest.
  ///
  /// - Throws: `AdminError.refused`.
  public func inviting(
    _ name: String?, digest: TokenDigest, uses: Int, until: WallTime, at now: Moment
  ) throws(AdminError) -> [Proposal] {
    try requireWritableForAdmin()
    do throws(Refusal) {
      let name: AccountName? = if let name { try nameToRegister(name, at: now) } else { nil }
      let earlier = invitations.all(at: now.wall).filter { name != nil && $0.name == name }
      return earlier.map { Proposal(.invitationEnded($0.id)) }
        + [Proposal(.invited(digest, name: name, uses: uses, until: until))]
    } catch {
      throw .refused(error)
    }
  }

  /// Ends the invitation of this number, or all of them.
  ///
  /// - Throws: `AdminError.noSuchInvitation` and `.refused`.
  public func endingInvitations(_ id: EntryID?, at now: Moment) throws(AdminError) -> [Proposal] {
    let ended = invitations.all(at: now.wall).filter { id == nil || $0.id == id }
    if let id, ended.isEmpty { throw .noSuchInvitation(id) }
    try requireWritableForAdmin()
    return ended.map { Proposal(.invitationEnded($0.id)) }
  }

  /// What becomes of `name` when it is registered by `invitation`, or without one. A code that was for that name alone is good
  /// for nothing then, and so for nobody who finds it when the account is gone.
  func registration(
    of name: AccountName, _ verifier: PasswordVerifier, by invitation: EntryID?, at now: Moment
  ) -> Entry {
    let others = invitations.all(at: now.wall).filter { $0.name == name && $0.id != invitation }
    return .registered(name: name, verifier: verifier, invitations: (invitation.map { [$0] } ?? []) + others.map(\.id))
  }

  /// What `name` would be registered with: an invitation where it takes one, else nil.
  ///
  /// - Throws: `Refusal.registrationClosed`, `.invitationNeeded`, `.invitationVoid`, `.tooManyRegistrations`.
  func invitation(
    _ code: TokenDigest?, for name: AccountName, from session: SessionID, at now: Moment
  ) throws(Refusal) -> EntryID? {
    switch settings.registration {
    case .closed:
      throw .registrationClosed
    case .invited:
      guard let code else { throw .invitationNeeded }
      guard let invitation = invitations.invitation(code, for: name, at: now.wall) else { throw .invitationVoid }
      return invitation.id
    case .open:
      let wait = registrations.nanosecondsToToken(place(of: session), at: now.uptime)
      guard wait == 0 else { throw .tooManyRegistrations(seconds: Double(wait) / 1_000_000_000) }
      return nil
    }
  }
}
