/// Where an account is, while it counts as online.
enum Presence: Sendable {
  /// On this connection.
  case connected(SessionID)
  /// Its connection was lost; it is told as gone when this moment comes and nobody has come back. Without an address it
  /// was an earlier run of the server that lost it, by a crash or to be back in a moment.
  indirect case grace(until: Uptime, address: String?)
  /// On this session of another server; without one it is awaited there.
  indirect case elsewhere(ServerID, SessionID?)

  /// Its connection here.
  var session: SessionID? {
    if case .connected(let session) = self { session } else { nil }
  }

  /// Whether it has a connection.
  var isConnected: Bool {
    switch self {
    case .connected, .elsewhere(_, _?): true
    case .grace, .elsewhere(_, nil): false
    }
  }

  /// Whether it is known when a person that goes was here last: not of one who was there before a crash.
  var isKnown: Bool {
    if case .grace(_, nil) = self { false } else { true }
  }

  /// Whether it is this server's.
  var isHere: Bool {
    if case .elsewhere = self { false } else { true }
  }

  /// Whether it is what `server`, which is this one if it `isThis`, means by its session, or without one by somebody awaited.
  func isThat(of server: ServerID, _ session: SessionID?, isThis: Bool) -> Bool {
    switch self {
    case .connected(let own): isThis && own == session
    case .grace: isThis && session == nil
    case .elsewhere(let other, let its): other == server && its == session
    }
  }
}
