import ChatCore

/// What a transfer needs next.
enum TransferStep: Hashable {
  /// Something on this machine.
  case perform(ConversationAction)
  /// A request to the server, under the next number.
  case ask(Request, Membership.PendingRequest)
  /// A request that was sent before, again under its own number.
  case askAgain(UInt64, Request, Membership.PendingRequest)

  /// Shows these lines.
  static func show(_ lines: [String]) -> TransferStep {
    .perform(.show(lines))
  }
}
