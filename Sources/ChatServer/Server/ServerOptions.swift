import ChatCore
import ChatNet

/// What `chatctl serve` was asked for.
public struct ServerOptions: Sendable {
  /// The port to listen on; 0 takes a free one.
  public var port: UInt16
  /// The address to listen on; nil for all of this machine, IPv6 and IPv4.
  public var listen: String?
  /// The data directory.
  public var dataDirectory: String
  /// The room's limits.
  public var limits = RoomLimits()
  /// How much of the server log is kept.
  public var log = LogSettings()
  /// What new passwords are hashed with.
  public var passwordCost = PasswordVerifier.Cost.standard
  /// A client that has sent nothing for so many seconds sends a ping; after four times as long without a byte it counts
  /// as lost.
  public var keepAlive = 10.0
  /// Whether connections are encrypted.
  public var security = TransportSecurity.tls(.own)
  /// So many seconds a connection has for TLS and its hello.
  public var setUpTimeout = 10.0
  /// A backup is made whenever so many seconds have passed; nil for none but the one at the stop.
  public var backupEvery: Double?
  /// Who started the server and wants to know how it is; nil for nobody.
  public var serviceManager: ServiceManager?

  /// Options that name what has no default.
  public init(port: UInt16, dataDirectory: String) {
    self.port = port
    self.dataDirectory = dataDirectory
  }
}
