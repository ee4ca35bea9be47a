/// Where `chatctl connect` goes.
public struct ConnectOptions: Sendable {
  /// A host name, or a numeric address with or without brackets.
  public var host: String
  /// The port of the server.
  public var port: UInt16
  /// Name and version of this program, for the server's log.
  public var software: String
  /// Where received files are saved.
  public var directory: String
  /// For how long a server that was lost is looked for, in seconds; 0 to end at once.
  public var retryFor = Self.usualRetry
  /// Whether it is looked for in a pipe too.
  public var reconnects = false
  /// How the server's key is judged; nil for a connection in clear.
  public var trust: TrustOptions?
  /// The file that keeps the commands typed on a terminal, for the next run; nil to keep none.
  public var history: String?
  /// How messages are shown.
  public var reading: ReadingOptions
  /// Who logs in, if that need not be asked.
  public var credentials: Credentials?

  /// For how long, unless somebody says otherwise, in seconds.
  public static let usualRetry = 300.0

  /// Options of these values.
  public init(
    host: String, port: UInt16, software: String = "chatctl", directory: String = ".",
    trust: TrustOptions? = TrustOptions(), history: String? = nil, reading: ReadingOptions = ReadingOptions()
  ) {
    self.host = host
    self.port = port
    self.software = software
    self.directory = directory
    self.trust = trust
    self.history = history
    self.reading = reading
  }

  /// Who decides about the server's key; nil for a connection in clear.
  ///
  /// - Parameter isInteractive: whether somebody can be asked.
  func gatekeeper(isInteractive: Bool) -> Gatekeeper? {
    trust.map { Gatekeeper(host: host, port: port, options: $0, isInteractive: isInteractive) }
  }
}
