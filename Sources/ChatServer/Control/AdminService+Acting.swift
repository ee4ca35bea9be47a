import ChatCore
import Dispatch

extension AdminService {
  /// `kick`, `unblock`, `announce`, `passwd`, `adduser`, `deluser`: what changes the room.
  func act(_ command: AdminCommand, completion: @escaping Completion) {
    switch command {
    case .kick(let name, let reason):
      change(completion, "\"\(name)\" was put out.") { (room, now) throws(AdminError) in
        try room.room.kick(name, reason: reason, at: now, effects: &room.effects)
        return []
      }
    case .unblock(let name, let address):
      change(completion, "\"\(name)\" can log in again.") { (room, now) throws(AdminError) in
        [try room.room.unblock(name, on: address, at: now)]
      }
    case .announce(let text):
      guard text.utf8.count <= Event.maximumAnnouncementBytes else { return completion(.failure(.announcementTooLong)) }
      change(completion, "Everybody online was told.") { room, _ in
        room.room.announce(text, effects: &room.effects)
        return []
      }
    case .deluser(let name):
      change(completion, "\"\(name)\" was deleted.") { (room, now) throws(AdminError) in
        [try room.room.deleting(name, at: now, effects: &room.effects)]
      }
    case .passwd(let name, let password):
      withVerifier(of: password, completion) { [self] verifier in
        change(completion, "\"\(name)\" has a new password.") { (room, _) throws(AdminError) in
          [try room.room.changingPassword(of: name, to: verifier, effects: &room.effects)]
        }
      }
    case .adduser(let name, let password):
      withVerifier(of: password, completion) { [self] verifier in
        change(completion, "\"\(name)\" was added.") { (room, now) throws(AdminError) in
          [try room.room.adding(name, verifier, at: now)]
        }
      }
    default:
      preconditionFailure("not a command that changes the room")
    }
  }

  /// Runs `body` as a turn of the room, commits what it proposes, and answers when that is on disk.
  func change(
    _ completion: @escaping Completion, _ text: String,
    _ body: @escaping @Sendable (RoomQueue, Moment) throws(AdminError) -> [Proposal]
  ) {
    change(completion, AdminAnswer(text), body)
  }

  /// The same, with an answer of more than a line.
  func change(
    _ completion: @escaping Completion, _ answer: AdminAnswer,
    _ body: @escaping @Sendable (RoomQueue, Moment) throws(AdminError) -> [Proposal]
  ) {
    room.perform { [queue] room, now in
      do throws(AdminError) {
        let proposals = try body(room, now)
        room.carryOut(at: now)
        guard !proposals.isEmpty else { return queue.async { completion(.success(answer)) } }
        for proposal in proposals {
          room.settle(.propose(proposal), at: now)
        }
        room.whenCommitted { isStored in
          queue.async { completion(isStored ? .success(answer) : .failure(.refused(.notStored))) }
        }
      } catch {
        room.carryOut(at: now)
        let failure = error
        queue.async { completion(.failure(failure)) }
      }
    }
  }

  private func withVerifier(
    of password: String, _ completion: @escaping Completion,
    _ body: @escaping @Sendable (PasswordVerifier) -> Void
  ) {
    do throws(Refusal) {
      try Password.requireNew(password, by: settings.current)
    } catch {
      return completion(.failure(.refused(error)))
    }
    room.passwords.hash(password, from: "control", on: queue) { verifier in
      guard let verifier else { return completion(.failure(.refused(.busy))) }
      body(verifier)
    }
  }
}
