import ChatSystem
import Dispatch
import Glibc

/// Connects to the first of some addresses that answers, without blocking anybody.
public struct Connector: Sendable {
  private let addresses: [SocketAddress]
  private let security: ConnectionSecurity
  private let check: TrustCheck
  private let timeout: DispatchTimeInterval
  private let loop: ConnectionLoop
  private let completion: @Sendable (Result<Connection, NetError>) -> Void

  /// Tries `addresses` in their order, `timeout` seconds each, and gives `loop` the first that answers. From any queue.
  ///
  /// - Parameters:
  ///   - addresses: at least one; ``HostResolver`` gives them.
  ///   - security: plain, or a TLS client; TLS has `timeout` seconds too, and the address that answered is the last one
  ///     that is tried.
  ///   - check: decides, in TLS, whether the server is the one that is meant.
  ///   - completion: called once, on the loop's queue: the adopted connection, agreed on TLS and trusted, before any of
  ///     its bytes are reported; or the failure of the address tried last. `.handshake`: there is no TLS with it;
  ///     `.trust`: `check` has refused it.
  public static func connect(
    to addresses: [SocketAddress], security: ConnectionSecurity = .plain, timeout: Double = 10,
    on loop: ConnectionLoop, check: @escaping TrustCheck = { $1(.refused("nobody was asked about this server's key")) },
    completion: @escaping @Sendable (Result<Connection, NetError>) -> Void
  ) {
    precondition(!addresses.isEmpty, "nothing to connect to")
    let connector = Connector(
      addresses: addresses, security: security, check: check,
      timeout: .milliseconds(Int((timeout * 1_000).rounded())), loop: loop, completion: completion)
    loop.perform { connector.attempt(0) }
  }

  private func attempt(_ index: Int) {
    loop.assertOnQueue()
    let address = addresses[index]
    do throws(NetError) {
      let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
      let descriptor = try SystemCall.check(.connect, address.description) { socket(address.systemFamily, kind, 0) }
      // An interrupted connect goes on by itself and must not be called again (connect(2), EINTR).
      if address.withSystemAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 {
        return succeed(descriptor, address)
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
    let address = addresses[index]
    let ready = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: loop.queue)
    let timer = DispatchSource.makeTimerSource(queue: loop.queue)
    let outcome = Locked(ETIMEDOUT)
    ready.setEventHandler {
      outcome.withLock { $0 = SocketOption.error(descriptor) }
      ready.cancel()
    }
    timer.setEventHandler {
      ready.cancel()
    }
    // Only a source that is cancelled is done with the descriptor.
    ready.setCancelHandler { [self] in
      timer.cancel()
      let code = outcome.withLock { $0 }
      if code == 0 { return succeed(descriptor, address) }
      close(descriptor)
      fail(NetError(.connect, code: code, context: address.description), index)
    }
    timer.schedule(deadline: .now() + timeout)
    ready.activate()
    timer.activate()
  }

  private func succeed(_ descriptor: Int32, _ address: SocketAddress) {
    do throws(NetError) {
      let connection = try loop.adopt(descriptor, remote: address, security: security)
      guard case .tls(let stream) = connection.transport else { return completion(.success(connection)) }
      awaitAgreement(connection, stream)
    } catch {
      completion(.failure(error))
    }
  }

  /// Waits until TLS is agreed on and the server is trusted.
  private func awaitAgreement(_ connection: Connection, _ stream: TLSStream) {
    let timer = DispatchSource.makeTimerSource(queue: loop.queue)
    timer.setEventHandler { [loop] in loop.end(connection, .notSetUp) }
    timer.schedule(deadline: .now() + timeout)
    timer.activate()
    stream.onAgreement = { [self] failure in
      timer.cancel()
      if let failure { return completion(.failure(failure)) }
      guard let identity = identity(stream) else { return loop.end(connection, .failed(EPROTO)) }
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
    if index + 1 < addresses.count { attempt(index + 1) } else { completion(.failure(error)) }
  }
}
