import ChatSystem
import Dispatch
import Glibc

/// A network that can be broken: passes TCP connections on to a port of the loopback, cuts them at any byte, swallows what
/// they carry, and is as slow as it is told to be.
///
/// It has a thread of its own; any thread may call.
public final class CuttingProxy: @unchecked Sendable {  // `state` is locked; the thread alone touches the connections.
  /// Which way bytes go.
  public enum Direction: CaseIterable, Sendable {
    /// From the client to the server.
    case up
    /// From the server to the client.
    case down
  }

  /// How slow it is.
  public struct Link: Sendable {
    /// How long a byte takes, in seconds.
    public var latency = 0.0
    /// How many bits pass in a second, each way; nil for as many as come.
    public var bitsPerSecond: Double?

    /// A link of these properties.
    public init(latency: Double = 0, bitsPerSecond: Double? = nil) {
      self.latency = latency
      self.bitsPerSecond = bitsPerSecond
    }
  }

  struct State {
    var target: Int
    var link: Link
    var isStalled = false
    var isStopped = false
    /// How many connections have come, and how many are there.
    var accepted = 0
    var open = 0
    /// How many were cut.
    var cuts = 0
    /// Cuts that have been asked for.
    var orders: [Order] = []
  }

  enum Order {
    /// All connections, now.
    case all
    /// The newest connection, or the next one when there is none, after so many more bytes that way.
    case newest(after: Int, Direction)
  }

  /// Where it listens on 127.0.0.1.
  public let port: Int
  let state: Locked<State>
  let listener: Int32
  private let wake: (reader: Int32, writer: Int32)
  private let ended = DispatchSemaphore(value: 0)

  /// A proxy in front of `port`.
  public init(to target: Int, link: Link = Link()) throws {
    listener = try LoopbackSocket.listen()
    port = LoopbackSocket.port(of: listener)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ChildProcess.Mismatch(description: "no pipe: errno \(errno)") }
    wake = (ends[0], ends[1])
    state = Locked(State(target: target, link: link))
    DispatchQueue(label: "test.proxy").async { [wake, state, listener, ended] in
      var loop = ProxyLoop(listener: listener, wake: wake.reader, state: state)
      loop.run()
      ended.signal()
    }
  }

  deinit {
    order { $0.isStopped = true }
    ended.wait()
    for descriptor in [listener, wake.reader, wake.writer] { close(descriptor) }
  }

  /// How many connections have come so far.
  public var accepted: Int { state.withLock(\.accepted) }

  /// How many are there.
  public var open: Int { state.withLock(\.open) }

  /// How many of them it has cut: what was ordered is done by and by.
  public var cuts: Int { state.withLock(\.cuts) }

  /// Cuts all connections: both ends get a reset, and what was on its way is lost.
  public func cut() {
    order { $0.orders.append(.all) }
  }

  /// Cuts the newest connection, or the next one when there is none, when so many more bytes have gone that way.
  public func cutNewest(after bytes: Int, _ direction: Direction) {
    order { $0.orders.append(.newest(after: bytes, direction)) }
  }

  /// Swallows nothing and passes nothing, as a network without a cable; new connections are not answered.
  public func stall() {
    order { $0.isStalled = true }
  }

  /// Goes on after `stall`.
  public func goOn() {
    order { $0.isStalled = false }
  }

  /// Passes connections on to another port from now on.
  public func redirect(to target: Int) {
    order { $0.target = target }
  }

  private func order(_ change: (inout State) -> Void) {
    state.withLock { change(&$0) }
    _ = write(wake.writer, [0], 1)
  }
}
