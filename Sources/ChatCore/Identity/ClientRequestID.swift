/// What makes a request sent twice one request: the run of the client program and the request's number in that run.
public struct ClientRequestID: Hashable, Sendable {
  /// 64 random bits, chosen once when the client program starts.
  public let run: UInt64
  /// Grows by at least one with every request of the run, across its connections; the first is 1.
  public let number: UInt64

  /// Names request `number` of `run`.
  public init(run: UInt64, number: UInt64) {
    self.run = run
    self.number = number
  }
}
