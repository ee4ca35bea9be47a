import ChatNet

/// The server that is measured.
struct Target {
  /// Where it listens.
  var address: SocketAddress
  /// Plain, or a TLS client.
  var security: ConnectionSecurity
  /// Its process, for what it uses; nil when that is not to be looked at.
  var process: Int32?
}
