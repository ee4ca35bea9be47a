import ChatCore
import Dispatch

extension AdminService {
  /// `kick`, `unblock`, `announce`, `passwd`, `adduser`, `deluser`: what changes the room.
  func act(_ command: AdminCommand, completion: @escaping Completion) {
    switch command {
    case .kick(let name, let reason):
      change(completion, "\"\(name)\" was put out.") { (room, turn) throws(AdminError) in
        try room.kick(name, reason: reason, turn: &turn)
        return []
      }
    case .unblock(let name, let address):
      change(completion, "\"\(name)\" can log in again.") { (room, turn) throws(AdminError) in
        [try room.unblock(name, on: address, turn: turn)]
      }
    case .announce(let text):
      guard text.utf8.count <= Event.maximumAnnouncementBytes else { return completion(.failure(.announcementTooLong)) }
      change(completion, "Everybody online was told.") { room, turn in
        room.announce(text, turn: &turn)
        return []
      }
    case .deluser(let name):
      change(completion, "\"\(name)\" was deleted.") { (room, turn) throws(AdminError) in
        [try room.deleting(name, turn: turn)]
      }
    case .passwd(let name, let password):
      withVerifier(of: password, completion) { [self] verifier in
        change(completion, "\"\(name)\" has a new password.") { (room, turn) throws(AdminError) in
          [try room.changingPassword(of: name, to: verifier, turn: &turn)]
        }
      }
    case .adduser(let name, let password):
      withVerifier(of: password, completion) { [self] verifier in
        change(completion, "\"\(name)\" was added.") { (room, turn) throws(AdminError) in
          [try room.adding(name, verifier, turn: turn)]
        }
      }
    default:
      preconditionFailure("not a command that changes the room")
    }
  }

  /// Has `body` change the room, and answers when what it proposes is on disk.
  func change(
    _ completion: @escaping Completion, _ text: String,
    _ body: @escaping @Sendable (inout Room, inout Turn) throws(AdminError) -> [Proposal]
  ) {
    change(completion, AdminAnswer(text), body)
  }

  /// The same, with an answer of more than a line.
  func change(
    _ completion: @escaping Completion, _ answer: AdminAnswer,
    _ body: @escaping @Sendable (inout Room, inout Turn) throws(AdminError) -> [Proposal]
  ) {
    room.administer(body) { [queue] outcome in
      queue.async {
        completion(
          outcome.flatMap { isStored in isStored ? .success(answer) : .failure(.refused(.notStored)) })
      }
    }
  }

  private func withVerifier(
    of password: String, _ completion: @escaping Completion,
    _ body: @escaping @Sendable (PasswordVerifier) -> Void
  ) {
    do throws(Refusal) {
      try settings.current.requireNew(password)
    } catch {
      return completion(.failure(.refused(error)))
    }
    room.passwords.hash(password, from: "control", on: queue) { verifier in
      guard let verifier else { return completion(.failure(.refused(.busy))) }
      body(verifier)
    }
  }
}
