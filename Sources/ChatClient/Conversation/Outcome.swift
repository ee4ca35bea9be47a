import ChatCore

/// A half of the conversation's answer to an input: what to do, what to ask of the server, and where to go from here.
struct Outcome {
  /// The next stage of the conversation.
  enum Next {
    /// As before.
    case stay
    /// The person goes, and the server is told.
    case leave(Farewell)
    /// The program ends.
    case end(ExitCode)
  }

  /// A request on its way out.
  struct Outgoing {
    let request: Request
    let purpose: Conversation.Purpose
    /// The number that it had before; nil for the next one.
    var number: UInt64?
  }

  var actions: [ConversationAction]
  /// In the order in which they are sent, after the actions.
  var requests: [Outgoing] = []
  /// The messages that the actions show.
  var shown: [EntryID] = []
  var next = Next.stay

  /// An outcome of these actions alone.
  init(_ actions: [ConversationAction] = [], next: Next = .stay) {
    self.actions = actions
    self.next = next
  }

  /// An outcome of a request alone.
  init(asking request: Request, for purpose: Conversation.Purpose) {
    self.init()
    requests = [Outgoing(request: request, purpose: purpose)]
  }
}
