import ChatCore

/// What a half of the conversation made of an input: what to do, and where the conversation goes from here.
struct Outcome {
  /// The next stage of the conversation.
  enum Next {
    /// As before.
    case stay
    /// The person is logged in, under this name.
    case logIn(name: String)
    /// The person goes, and the server is told.
    case leave(Farewell)
    /// The program ends.
    case end(ExitCode)
  }

  var actions: [ConversationAction]
  var next = Next.stay

  init(_ actions: [ConversationAction] = [], next: Next = .stay) {
    self.actions = actions
    self.next = next
  }
}
