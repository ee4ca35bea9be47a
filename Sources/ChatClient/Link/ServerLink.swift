import ChatNet
import ChatSystem
import ChatWire
import Dispatch
import Glibc

/// A way to secure a link, and who decides about the server's key.
enum LinkSecurity: Sendable {
  /// In clear: `--plaintext` on both sides.
  case plaintext
  /// In TLS. The check is called on a queue of the link's; it may take its time, while the server waits 10 s.
  case tls(TrustCheck)
}

/// The connection to the server: frames in and out, signs of life, and what becomes of it.
///
/// News is posted to the consumer's queue in order. The consumer says how many frames it has dealt with; when too many
/// wait, the link reads no more, so a terminal that is slow to show things fills no memory.
final class ServerLink: @unchecked Sendable {  // `loop.queue` protects it (asserted).
  /// What the link tells.
  enum News: Sendable {
    /// The connection is there.
    case connected
    /// No address of the server could be reached; a sentence for the person.
    case unreachable(String)
    /// The server is not the one that is meant; a sentence for the person.
    case untrusted(String)
    /// The server sent these.
    case frames([ServerFrame])
    /// The connection is gone.
    case lost(ConnectionLoss)
  }

  /// So many frames may wait at the consumer before reading stops, and go on at half of it.
  private static let mostWaiting = 2_048

  let loop: ConnectionLoop
  var connection: Connection?
  var keepAlive: KeepAlive
  var reader = FrameReader(limit: FrameLimit.afterLogIn)
  var decoder = ServerFrameDecoder()
  /// What the server takes in one frame at the moment.
  var sendLimit = FrameLimit.beforeLogIn
  /// Why the connection is being closed from this side, once it is.
  var ownReason: ConnectionLoss?
  private var waiting = 0
  /// Whether nothing is read until the consumer has caught up by half.
  private var isPaused = false
  private let timer: any DispatchSourceTimer
  private let consumer: DispatchQueue
  private let relay = Relay<News>()

  /// A link without a connection, whose news is for `consumer`.
  init(consumer: DispatchQueue) throws(NetError) {
    var settings = LoopSettings()
    settings.readSize = 16_384
    loop = try ConnectionLoop(label: "chatctl.client.link", settings: settings)
    keepAlive = KeepAlive(now: loop.now)
    self.consumer = consumer
    timer = DispatchSource.makeTimerSource(queue: loop.queue)
    timer.setEventHandler { [weak self] in self?.giveSignOfLife() }
    timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
    timer.activate()
  }

  deinit {
    timer.cancel()
  }

  /// Calls `receiver` with what happens, in order, on the consumer's queue. On it, before the link is opened.
  func tell(_ receiver: @escaping (News) -> Void) {
    relay.connect(receiver)
  }

  /// Looks for the server and connects. From any queue; again only when that has failed, or the connection is lost.
  func open(host: String, port: UInt16, security: LinkSecurity) {
    DispatchQueue.global().async { [self] in
      do throws(HostResolver.Failure) {
        let addresses = try HostResolver.resolve(host, port: port)
        connect(to: addresses, host: host, security)
      } catch {
        post(.unreachable(error.description))
      }
    }
  }

  private func connect(to addresses: [SocketAddress], host: String, _ security: LinkSecurity) {
    let completion: @Sendable (Result<Connection, NetError>) -> Void = { [self] result in
      switch result {
      case .success(let connection): adopted(connection)
      case .failure(let error) where error.operation == .trust: post(.untrusted(error.description))
      case .failure(let error): post(.unreachable(Self.sentence(for: error)))
      }
    }
    switch security {
    case .plaintext:
      Connector.connect(to: addresses, on: loop, completion: completion)
    case .tls(let check):
      do throws(TLSError) {
        let context = try TLSContext(clientTrusting: .system)
        Connector.connect(
          to: addresses, security: .tlsClient(context, serverName: host), on: loop, check: check,
          completion: completion)
      } catch {
        post(.unreachable(NetError(error).description))
      }
    }
  }

  /// What the person reads, the next step included.
  private static func sentence(for error: NetError) -> String {
    guard error.operation == .handshake else { return error.description }
    // What a server says before keys are agreed on when it takes nobody more: internal_error (RFC 8446, 6.2).
    if error.tls?.alert == 80 {
      return error.description + "; it may have too many connections, so try again in a minute"
    }
    // What a server with --plaintext says to a ClientHello, and what those say that are no chatctl servers.
    let isPlain = error.tls.map { $0.isNotTLS || $0.alert != nil } ?? (error.code != ETIMEDOUT)
    return error.description
      + (isPlain ? "; if it is a chatctl server that was started with --plaintext, say --plaintext here too" : "")
  }

  /// Sends `frame` before any bulk. From any queue.
  func send(_ frame: ClientFrame) {
    loop.perform { [self] in
      if let bytes = encode(frame) { connection?.send(bytes) }
    }
  }

  /// Sends a part of a file, when no chat waits. From any queue.
  func sendBulk(_ frame: ClientFrame) {
    loop.perform { [self] in
      if let bytes = encode(frame) { connection?.sendBulk(bytes) }
    }
  }

  /// The consumer has dealt with `count` frames. From any queue.
  func dealtWith(_ count: Int) {
    loop.perform { [self] in
      waiting -= count
      guard isPaused, waiting <= Self.mostWaiting / 2 else { return }
      isPaused = false
      connection?.resumeReading()
    }
  }

  /// Lets go of the connection and tells nothing more. From any queue.
  func close() {
    loop.perform { [self] in
      connection?.close()
      connection = nil
      timer.cancel()
      loop.stop()
    }
  }

  func post(_ news: News) {
    consumer.async { [relay] in relay.pass(news) }
  }

  /// Posts frames, and stops reading when the consumer is too far behind.
  func post(_ frames: [ServerFrame]) {
    guard !frames.isEmpty else { return }
    waiting += frames.count
    if waiting > Self.mostWaiting, !isPaused {
      isPaused = true
      connection?.pauseReading()
    }
    post(.frames(frames))
  }

  private func adopted(_ connection: Connection) {
    dispatchPrecondition(condition: .onQueue(loop.queue))
    loop.delegate = self
    self.connection = connection
    // What the connection before has left half-read means nothing here.
    reader = FrameReader(limit: FrameLimit.afterLogIn)
    decoder = ServerFrameDecoder()
    sendLimit = FrameLimit.beforeLogIn
    ownReason = nil
    isPaused = false
    keepAlive = KeepAlive(now: loop.now)
    post(.connected)
  }

  private func giveSignOfLife() {
    dispatchPrecondition(condition: .onQueue(loop.queue))
    guard let connection else { return }
    let now = MonotonicClock.now()
    // What is not read can't be heard.
    if !isPaused, keepAlive.isLost(at: now, lastReceived: connection.lastReceived) {
      ownReason = .silent
      return connection.close()
    }
    guard keepAlive.isPingDue(at: now, lastReceived: connection.lastReceived), let ping = encode(.ping) else { return }
    connection.send(ping)
  }

  private func encode(_ frame: ClientFrame) -> ByteSlice? {
    dispatchPrecondition(condition: .onQueue(loop.queue))
    do throws(FrameError) {
      let bytes = try frame.encoded(limit: sendLimit)
      keepAlive.sent(at: MonotonicClock.now())
      return SharedBytes(bytes).slice
    } catch {
      // What can be typed is bounded below every limit; a frame that is not sent would be waited for in vain.
      preconditionFailure("a frame that no server takes: \(error)")
    }
  }
}

/// A place to send news to before their receiver exists. Both belong to one queue.
final class Relay<News: Sendable>: @unchecked Sendable {  // The receiver's queue protects it.
  private var receiver: ((News) -> Void)?

  /// Sends all news to `receiver` from now on.
  func connect(_ receiver: @escaping (News) -> Void) {
    self.receiver = receiver
  }

  /// Passes `news` on; nobody is there to miss it before `connect`.
  func pass(_ news: News) {
    receiver?(news)
  }
}
