// Who writes faster than allowed is read more slowly. Nobody is closed for it, and nothing is lost.
extension Room {
  /// Counts a request of `account`, and has its connection read later when there were too many.
  mutating func countForRate(_ account: AccountID, session: SessionID, turn: inout Turn) {
    let wait = messageRates.takeOnCredit(account, at: turn.now.uptime)
    guard wait > 0 else { return }
    turn.append(.slowDown(session, nanoseconds: wait))
    // What is not read is no idleness.
    let until = Uptime(nanoseconds: turn.now.uptime.nanoseconds + wait)
    var wasTold = true
    updateMember(of: session) { member in
      wasTold = member.isToldOfRate
      member.lastActivity = until
      member.isToldOfRate = true
    }
    guard !wasTold else { return }
    let text =
      "You are faster than \(settings.limit(.messageRate) ?? 0) messages a second, which is what this server takes of one "
      + "user. From here on yours are read at that pace. Nothing is lost."
    turn.append(.event(session, .announcement(text)))
  }
}
