import ChatCore

// For the quiet parts of a test, where one thing is done after the other.
extension WireClient {
  /// Sends `request` and waits for its answer; for an upload that is accepted, for that.
  public func ask(_ request: Request, beside others: WirePoll? = nil) throws -> Reply {
    let number = self.request(request)
    return try answer(to: number, beside: others)
  }

  /// Waits for the answer to request `number`.
  public func answer(to number: UInt64, beside others: WirePoll? = nil) throws -> Reply {
    let poll = others ?? WirePoll([self])
    try poll.drive(until: "request \(number) is answered") { replies[number] != nil || !isOpen }
    guard let reply = replies[number] else {
      throw ChildProcess.Mismatch(description: "the connection ended before the answer to request \(number)")
    }
    return reply
  }

  /// Waits for something in the client.
  public func wait(until what: String, within seconds: Double = ChildProcess.patience, _ isDone: () throws -> Bool)
    throws
  {
    try WirePoll([self]).drive(until: what, within: seconds, isDone)
  }

  /// Registers `name` on this connection.
  public func register(_ name: String, password: String = WireClient.password) throws {
    let reply = try ask(.register(name: name, password: password))
    guard case .registered = reply else {
      throw ChildProcess.Mismatch(description: "\(name) was not registered: \(reply)")
    }
  }

  /// Logs in; what was missed may still come.
  public func logIn(_ name: String, password: String = WireClient.password, beside others: WirePoll? = nil) throws {
    let reply = try ask(.logIn(name: name, password: password), beside: others)
    guard case .welcome = reply else {
      throw ChildProcess.Mismatch(description: "\(name) was not let in: \(reply)")
    }
  }

  /// A client that has registered `name` and logged in.
  public static func member(_ name: String, of server: ServerProcess, run: UInt64? = nil) throws -> WireClient {
    let client = run.map { WireClient(run: $0) } ?? WireClient()
    try client.connect(port: server.port, isPlaintext: server.isPlaintext)
    try client.register(name)
    try client.logIn(name)
    return client
  }

  /// A client that has logged in as `name`, which is registered.
  public static func returning(_ name: String, to server: ServerProcess) throws -> WireClient {
    let client = WireClient()
    try client.connect(port: server.port, isPlaintext: server.isPlaintext)
    try client.logIn(name)
    return client
  }

  /// What every account of the tests has.
  public static let password = "secret-password"
}
