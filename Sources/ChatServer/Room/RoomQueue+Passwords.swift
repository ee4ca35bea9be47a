import ChatCore
import ChatNet

// What the room wants of the password queue, and what it makes of the answers.
extension RoomQueue {
  func check(_ password: String, against verifier: PasswordVerifier, for session: SessionID) {
    passwords.check(password, against: verifier, from: room.place(of: session), on: queue) { [unowned self] isRight in
      answered(session, isRight) { (isRight, now) in
        room.passwordChecked(session, isRight: isRight, at: now, effects: &effects)
      }
    }
  }

  func ask(_ command: PasswordCommand, name: String, password: String, for session: SessionID) {
    let place = room.place(of: session)
    passwords.ask(command, name: name, password: password, from: place, on: queue) { [unowned self] verdict in
      answered(session, verdict) { (verdict, now) in
        guard case .unknown(let reason) = verdict else {
          return room.passwordChecked(session, isRight: verdict == .right, at: now, effects: &effects)
        }
        room.passwordNotChecked(session, reason: reason, at: now, effects: &effects)
        return .settled
      }
    }
  }

  func hash(_ password: String, for session: SessionID) {
    passwords.hash(password, from: room.place(of: session), on: queue) { [unowned self] verifier in
      answered(session, verifier) { (verifier, now) in
        room.passwordHashed(session, verifier, at: now, effects: &effects)
      }
    }
  }

  func replace(_ old: String, by new: String, against verifier: PasswordVerifier, for session: SessionID) {
    let place = room.place(of: session)
    passwords.replace(old, by: new, against: verifier, from: place, on: queue) { [unowned self] outcome in
      answered(session, outcome) { (outcome, now) in
        room.passwordReplaced(session, outcome.verifier, at: now, effects: &effects)
      }
    }
  }

  /// Nobody waits for this one; without an answer the next log-in tries it again.
  func rehash(_ password: String, of account: AccountID, from place: String, replacing replaced: PasswordVerifier) {
    passwords.hash(password, from: place, on: queue) { [unowned self] verifier in
      guard let verifier else { return }
      let now = SystemClock.now()
      settle(room.passwordRehashed(account, verifier, replacing: replaced), at: now)
      finishTurn(at: now)
    }
  }

  /// A turn of the room for the answer to a session; without one, the password could not be looked at.
  private func answered<Answer>(
    _ session: SessionID, _ answer: Answer?, _ decide: (_ answer: Answer, _ now: Moment) -> Decision
  ) {
    let now = SystemClock.now()
    if let answer {
      settle(decide(answer, now), at: now)
    } else {
      room.passwordRefused(session, at: now, effects: &effects)
      carryOut(at: now)
    }
    finishTurn(at: now)
  }
}
