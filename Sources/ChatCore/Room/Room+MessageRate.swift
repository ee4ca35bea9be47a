// Who writes faster than allowed is read more slowly. Nobody is closed for it, and nothing is lost.
extension Room {
  /// Counts a request of `member`, and has its connection read later when there were too many.
  mutating func countForRate(_ member: Member, session: SessionID, at now: Moment, effects: inout [Effect]) {
    let wait = messageRates.takeOnCredit(member.account, at: now.uptime)
    guard wait > 0 else { return }
    effects.append(.slowDown(session, nanoseconds: wait))
    // What is not read is no idleness.
    let until = Uptime(nanoseconds: now.uptime.nanoseconds + wait)
    updateMember(of: session) { member in
      member.lastActivity = until
      member.isToldOfRate = true
    }
    guard !member.isToldOfRate else { return }
    let text =
      "You are faster than \(limits.settings[.messageRate]) messages a second, which is what this server takes of one "
      + "user. From here on yours are read at that pace. Nothing is lost."
    effects.append(.event(session, .announcement(text)))
  }
}
