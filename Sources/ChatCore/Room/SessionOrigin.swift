/// Where a connection comes from. It never changes, and a session refers to it: sessions are looked at for every message.
final class SessionOrigin: Sendable {
  /// The address, as log-in blocks key it.
  let address: String
  /// The same with its port, for whoever runs the server.
  let peer: String
  /// The address as limits count it: addresses that are one person's may be one place.
  let place: String
  /// The run of the client program.
  let run: UInt64

  init(address: String, peer: String, place: String, run: UInt64) {
    self.address = address
    self.peer = peer
    self.place = place
    self.run = run
  }
}
