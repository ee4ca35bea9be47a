import ChatCore
import Dispatch

// What changes the room.
extension AdminService {
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

  /// `announce`.
  func announce(_ text: String, _ completion: @escaping Completion) {
    guard text.utf8.count <= Event.maximumAnnouncementBytes else { return completion(.failure(.announcementTooLong)) }
    change(completion, "Everybody online was told.") { room, turn in
      room.announce(text, turn: &turn)
      return []
    }
  }

  /// Has `body` go on with what is stored of `password`, if it can be one.
  func withVerifier(
    of password: String, _ completion: @escaping Completion,
    _ body: @escaping @Sendable (PasswordVerifier) -> Void
  ) {
    do throws(Refusal) {
      try settings.current.requireNew(password)
    } catch {
      return completion(.failure(.refused(error)))
    }
    room.passwords.submit(.hash(password), from: "control", on: queue) { outcome in
      guard case .made(let verifier) = outcome else { return completion(.failure(.refused(.busy))) }
      body(verifier)
    }
  }
}
