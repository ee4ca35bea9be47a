import ChatSystem
import Dispatch
import Glibc

/// A race between the addresses of a server, without blocking anybody (RFC 8305): each gets a short start before the next one,
/// and the first with which TLS is agreed on, or that answers where there is none, is taken. An address that leads nowhere
/// costs a quarter of a second.
public final class Connector: @unchecked Sendable {  // The loop's queue protects it (asserted).
  private let addresses: [SocketAddress]
  private let security: ConnectionSecurity
  private let check: TrustCheck
  private let timeout: DispatchTimeInterval
  private let loop: ConnectionLoop
  private let completion: @Sendable (Result<Connection, NetError>) -> Void

  private var next = 0
  /// Starts the next attempt; nil when none waits.
  private var pace: (any DispatchSourceTimer)?
  /// What gives an attempt up that is under way, by the index of its address.
  private var attempts: [Int: () -> Void] = [:]
  /// The failure that is told when all have failed.
  private var failure: (index: Int, error: NetError)?
  /// True once it is known who is taken, or that nobody is.
  private var isOver = false

  /// So long an attempt goes before the next one, in seconds (RFC 8305, 5).
  static let attemptDelay = 0.25

  /// Tries `addresses` in their order, but the families in turn (RFC 8305, 4), and gives `loop` the first that answers.
  /// From any queue.
  ///
  /// - Parameters:
  ///   - addresses: at least one; ``HostResolver`` gives them.
  ///   - security: plain, or a TLS client.
  ///   - timeout: the seconds that an address has to answer, and then to agree on TLS.
  ///   - check: decides, in TLS, whether the server is the one that is meant; asked once.
  ///   - completion: called once, on the loop's queue: the adopted connection, agreed on TLS and trusted, before any of
  ///     its bytes are reported; or the failure of the last address, of those that answered if there were any.
  ///     `.handshake`: there is no TLS with it; `.trust`: `check` has refused it.
  public static func connect(
    to addresses: [SocketAddress], security: ConnectionSecurity = .plain, timeout: Double = 10,
    on loop: ConnectionLoop, check: @escaping TrustCheck = { $1(.refused("nobody was asked about this server's key")) },
    completion: @escaping @Sendable (Result<Connection, NetError>) -> Void
  ) {
    precondition(!addresses.isEmpty, "nothing to connect to")
    let connector = Connector(
      addresses: inTurn(addresses), security: security, check: check,
      timeout: .milliseconds(Int((timeout * 1_000).rounded())), loop: loop, completion: completion)
    loop.perform { connector.attemptNext() }
  }

  private init(
    addresses: [SocketAddress], security: ConnectionSecurity, check: @escaping TrustCheck,
    timeout: DispatchTimeInterval, loop: ConnectionLoop,
    completion: @escaping @Sendable (Result<Connection, NetError>) -> Void
  ) {
    self.addresses = addresses
    self.security = security
    self.check = check
    self.timeout = timeout
    self.loop = loop
    self.completion = completion
  }

  /// `addresses` in their order, but one of the first one's family and one of the other in turn.
  static func inTurn(_ addresses: [SocketAddress]) -> [SocketAddress] {
    var first = addresses.filter { $0.systemFamily == addresses[0].systemFamily }[...]
    var others = addresses.filter { $0.systemFamily != addresses[0].systemFamily }[...]
    var result: [SocketAddress] = []
    while let address = first.popFirst() ?? others.popFirst() {
      result.append(address)
      if let other = others.popFirst() { result.append(other) }
    }
    return result
  }

  private func attemptNext() {
    loop.assertOnQueue()
    pace?.cancel()
    pace = nil
    guard !isOver, next < addresses.count else { return }
    let index = next
    next += 1
    if next < addresses.count {
      pace = timer(after: .milliseconds(Int(Self.attemptDelay * 1_000))) { [self] in attemptNext() }
    }
    attempt(index)
  }

  private func attempt(_ index: Int) {
    let address = addresses[index]
    do throws(NetError) {
      let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
      let descriptor = try SystemCall.check(.connect, address.description) { socket(address.systemFamily, kind, 0) }
      // An interrupted connect goes on by itself and must not be called again (connect(2), EINTR).
      if address.withSystemAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 {
        return answered(descriptor, index)
      }
      let code = errno
      guard code == EINPROGRESS || code == EINTR else {
        close(descriptor)
        throw NetError(.connect, code: code, context: address.description)
      }
      awaitOutcome(descriptor, index)
    } catch {
      fail(error, index)
    }
  }

  /// Waits until the socket is connected, has failed, or takes too long.
  private func awaitOutcome(_ descriptor: Int32, _ index: Int) {
    let ready = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: loop.queue)
    let outcome = Locked(ETIMEDOUT)
    ready.setEventHandler {
      outcome.withLock { $0 = SocketOption.error(descriptor) }
      ready.cancel()
    }
    let timer = timer(after: timeout) { ready.cancel() }
    attempts[index] = { ready.cancel() }
    // Only a source that is cancelled is done with the descriptor.
    ready.setCancelHandler { [self] in
      timer.cancel()
      attempts[index] = nil
      let code = outcome.withLock { $0 }
      if code == 0, !isOver { return answered(descriptor, index) }
      close(descriptor)
      fail(NetError(.connect, code: code, context: addresses[index].description), index)
    }
    ready.activate()
  }

  private func answered(_ descriptor: Int32, _ index: Int) {
    do throws(NetError) {
      let connection = try loop.adopt(descriptor, remote: addresses[index], security: security)
      guard case .tls(let stream) = connection.transport else {
        end()
        return completion(.success(connection))
      }
      awaitAgreement(connection, stream, index)
    } catch {
      fail(error, index)
    }
  }

  /// Waits until TLS is agreed on and the server is trusted.
  private func awaitAgreement(_ connection: Connection, _ stream: TLSStream, _ index: Int) {
    let timer = timer(after: timeout) { [loop] in loop.end(connection, .notSetUp) }
    attempts[index] = {
      timer.cancel()
      stream.onAgreement = nil
      connection.close()
    }
    stream.onAgreement = { [self] failure in
      timer.cancel()
      attempts[index] = nil
      if let failure { return isOver ? completion(.failure(failure)) : fail(failure, index) }
      guard let identity = identity(stream) else { return loop.end(connection, .failed(EPROTO)) }
      end()
      check(identity) { verdict in
        self.loop.perform { self.decided(verdict, connection) }
      }
    }
  }

  private func identity(_ stream: TLSStream) -> PeerIdentity? {
    guard case .tlsClient(_, let serverName) = security else { return nil }
    return stream.peerIdentity(serverName: serverName)
  }

  private func decided(_ verdict: TrustVerdict, _ connection: Connection) {
    // It may have ended meanwhile, which is told already.
    guard !connection.isClosed else { return }
    switch verdict {
    case .trusted:
      completion(.success(connection))
      loop.admit(connection)
    case .refused(let sentence):
      if case .tls(let stream) = connection.transport { stream.onAgreement = nil }
      connection.close()
      completion(.failure(NetError(.trust, code: EACCES, context: sentence)))
    }
  }

  private func fail(_ error: NetError, _ index: Int) {
    guard !isOver else { return }
    func weight(_ failure: (index: Int, error: NetError)) -> (Int, Int) {
      (failure.error.operation == .connect ? 0 : 1, failure.index)
    }
    if failure.map({ weight($0) < weight((index, error)) }) ?? true { failure = (index, error) }
    if next < addresses.count { return attemptNext() }
    guard attempts.isEmpty, let failure else { return }
    end()
    completion(.failure(failure.error))
  }

  /// Gives up all attempts that are under way: one has succeeded, or all have failed.
  private func end() {
    isOver = true
    pace?.cancel()
    pace = nil
    for giveUp in attempts.values { giveUp() }
    attempts = [:]
  }

  private func timer(after time: DispatchTimeInterval, _ handler: @escaping () -> Void) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: loop.queue)
    timer.setEventHandler(handler: handler)
    timer.schedule(deadline: .now() + time)
    timer.activate()
    return timer
  }
}
