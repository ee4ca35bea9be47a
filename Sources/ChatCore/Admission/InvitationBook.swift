/// The invitations by which accounts may be registered. Those that are used up are gone.
public struct InvitationBook: Sendable {
  private var invitations: [TokenDigest: Invitation] = [:]

  /// A book of these.
  public init(_ invitations: [Invitation] = []) {
    for invitation in invitations {
      insert(invitation)
    }
  }

  /// Those that have not ended, the oldest first.
  public func all(at now: WallTime) -> [Invitation] {
    invitations.values.filter { now < $0.until }.sorted { $0.id < $1.id }
  }

  /// The one whose code has this digest, if it is good for `name`.
  public func invitation(_ digest: TokenDigest, for name: AccountName, at now: WallTime) -> Invitation? {
    guard let invitation = invitations[digest], now < invitation.until else { return nil }
    return invitation.name == nil || invitation.name == name ? invitation : nil
  }

  /// Whether it is one of these.
  func contains(_ id: EntryID) -> Bool {
    invitations.values.contains { $0.id == id }
  }

  /// Adds one.
  public mutating func insert(_ invitation: Invitation) {
    invitations[invitation.digest] = invitation
  }

  /// An account was made with it.
  public mutating func use(_ id: EntryID) {
    guard var invitation = invitations.values.first(where: { $0.id == id }) else { return }
    invitation.uses -= 1
    invitations[invitation.digest] = invitation.uses > 0 ? invitation : nil
  }

  /// Takes one away.
  public mutating func remove(_ id: EntryID) {
    invitations = invitations.filter { $0.value.id != id }
  }

  /// Forgets those that have ended.
  ///
  /// - Returns: whether there were any.
  public mutating func forgetEnded(at now: WallTime) -> Bool {
    let count = invitations.count
    invitations = invitations.filter { now < $0.value.until }
    return invitations.count < count
  }
}
