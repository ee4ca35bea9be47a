import ChatCore

/// An end of a connection of which the server had said nothing.
enum ConnectionLoss: Hashable, Sendable {
  /// The server's side closed it, or the network reported an error.
  case closed
  /// Nothing came for longer than the keep-alive allows.
  case silent
  /// Bytes came that are not this protocol.
  case garbled(String)

  /// The sentence that a person reads, the next step included.
  var sentence: String {
    switch self {
    case .closed:
      "The connection to the server is lost. Please check that the server runs, and connect again!"
    case .silent:
      "The connection to the server is lost: it has been silent for too long. Please check the network, and connect "
        + "again!"
    case .garbled(let detail):
      "The connection is given up: what the server sent makes no sense (\(TerminalSanitizer.line(detail))). "
        + "Please check that a chatctl server listens at that port!"
    }
  }

  /// True where it is worth it to come back, the same for a person and for a bot.
  var isTransient: Bool {
    switch self {
    case .closed, .silent: true
    case .garbled: false
    }
  }
}
