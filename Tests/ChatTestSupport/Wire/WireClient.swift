import ChatCore
import ChatWire
import Glibc

/// A client that speaks the protocol itself over a real socket, and does only what the test says.
///
/// It never waits for an answer by itself, so that requests can be pipelined; it keeps the changing requests that were
/// not answered, so that they can be sent again under their old numbers over the next connection of the same run. What
/// moves its bytes is `WirePoll`: one thread drives any number of clients. Belongs to one thread at a time.
public final class WireClient {
  /// What stands for the client program over all its connections.
  public let run: UInt64
  /// What the server says of itself on this connection; nil until it has.
  public private(set) var hello: ServerHello?
  /// The answers by number; of an upload the last one that came.
  public private(set) var replies: [UInt64: Reply] = [:]
  /// Changing requests whose answer has not come on any connection, in the order of their numbers.
  public private(set) var unanswered: [(number: UInt64, request: Request)] = []
  /// What came unasked, but for messages.
  public private(set) var events: [Event] = []
  /// The messages that a person would have seen, each once, in the order they came.
  public private(set) var shown: [DeliveredMessage] = []
  /// Messages that came again and were dropped by their run and number.
  public private(set) var dropped: [DeliveredMessage] = []
  /// How many signs of life have come.
  public private(set) var pongs = 0
  /// How many bytes of downloads have come.
  public private(set) var downloaded: Int64 = 0
  /// What the server allows to be sent of each upload.
  public private(set) var credit: [TransferID: Int64] = [:]
  /// The newest entry that was shown on this connection: what `acknowledge` tells.
  public private(set) var newest = EntryID.zero
  /// Whether the connection is there, as far as is known.
  public var isOpen: Bool { socket >= 0 }
  /// While false nothing is read: the socket's buffer fills, then the server's.
  public var isReading = true
  /// Called with each message that is shown, in place of keeping it in `shown`.
  public var onMessage: ((DeliveredMessage) -> Void)?
  /// Called with the id of each message that comes; when it is set, nothing else is made of messages, and nothing of
  /// events.
  public var onDelivery: ((EntryID) -> Void)?

  var socket: Int32 = -1
  var tls: WireTLS?
  var output: [UInt8] = []
  var outputStart = 0
  private var frames = FrameReader(limit: FrameLimit.afterLogIn)
  private var decoder = ServerFrameDecoder()
  private var requests = Set<ClientRequestID>()
  private var lastNumber: UInt64
  private var nextPing = Deadline(seconds: 3_600)

  /// A client whose run has not connected yet.
  ///
  /// - Parameter firstNumber: what its first request is numbered with.
  public init(run: UInt64 = .random(in: 1...UInt64.max), firstNumber: UInt64 = 1) {
    self.run = run
    lastNumber = firstNumber - 1
  }

  deinit {
    cut()
  }

  /// Opens a connection to `port` on the loopback, from 127.0.0.`source`, and says hello, in TLS unless the server was
  /// started with `--plaintext`. An earlier connection is cut.
  ///
  /// - Parameters:
  ///   - level: the level of the protocol that it says it has.
  ///   - saysHello: false for a client that connects and says nothing.
  public func connect(
    port: Int, from source: UInt8 = 1, isPlaintext: Bool = false, level: UInt32 = ProtocolVersion.level,
    saysHello: Bool = true
  ) throws {
    cut()
    frames = FrameReader(limit: FrameLimit.afterLogIn)
    decoder = ServerFrameDecoder()
    hello = nil
    newest = .zero
    credit = [:]
    socket = try WireSocket.connected(port: port, from: source)
    tls = isPlaintext ? nil : try WireTLS(socket: socket)
    guard saysHello else { return }
    send(.hello(ClientHello(software: "chatctl-tests", run: run, level: level)))
  }

  /// Drops the connection without a word, as a cut cable or kill -9 does.
  public func cut() {
    if socket >= 0 {
      tls = nil
      close(socket)
      socket = -1
    }
    output = []
    outputStart = 0
  }

  /// Sends `request` without waiting for anything, and gives its number.
  @discardableResult
  public func request(_ request: Request) -> UInt64 {
    lastNumber += 1
    if request.isChange {
      unanswered.append((lastNumber, request))
    }
    send(.request(number: lastNumber, request))
    return lastNumber
  }

  /// Sends every unanswered changing request again, in order and under its old number.
  public func sendUnansweredAgain() {
    for (number, request) in unanswered {
      send(.request(number: number, request))
    }
  }

  /// Tells the server that everything shown on this connection has been shown.
  public func acknowledge() {
    guard newest > .zero else { return }
    request(.acknowledge(newest))
  }

  /// Notes that so many bytes of an upload were sent.
  public func spend(_ bytes: Int64, of transfer: TransferID) {
    credit[transfer, default: 0] -= bytes
  }

  /// Puts a frame into the output, and as much of the output as is taken into the socket.
  public func send(_ frame: ClientFrame) {
    guard isOpen else { return }
    guard let bytes = try? frame.encoded(limit: FrameLimit.afterLogIn) else {
      preconditionFailure("a test made a frame that is too long")
    }
    output += bytes
    nextPing = Deadline(seconds: hello?.keepAliveSeconds ?? 3_600)
    flush()
  }

  /// Sends a sign of life if it is time for one.
  func pingIfDue() {
    if nextPing.isOver {
      send(.ping)
    }
  }

  /// Takes bytes that came.
  func take(_ bytes: UnsafeRawBufferPointer) {
    do throws(FrameError) {
      try frames.read(bytes) { payload throws(FrameError) in
        if let onDelivery, Self.isUnasked(payload) {
          Self.deliveredID(in: payload).map(onDelivery)
        } else if let frame = try decoder.decode(payload) {
          take(frame)
        }
      }
    } catch {
      preconditionFailure("the server sent what is no frame: \(error)")
    }
  }

  private func take(_ frame: ServerFrame) {
    switch frame {
    case .hello(let hello):
      self.hello = hello
      nextPing = Deadline(seconds: hello.keepAliveSeconds)
    case .reply(let number, let reply):
      answered(number, reply)
    case .event(.message(let message)):
      show(message)
    case .event(let event):
      events.append(event)
    case .credit(let transfer, let bytes):
      credit[transfer, default: 0] += bytes
    case .chunk(let transfer, let bytes):
      downloaded += Int64(bytes.count)
      send(.credit(transfer, bytes: Int64(bytes.count)))
    case .pong:
      pongs += 1
    case .endOfFile:
      break
    }
  }

  private func answered(_ number: UInt64, _ reply: Reply) {
    replies[number] = reply
    switch reply {
    case .uploadAccepted(let transfer, let bytes), .uploadResumed(let transfer, _, let bytes): credit[transfer] = bytes
    default: break
    }
    if reply.isLast, let place = unanswered.firstIndex(where: { $0.number == number }) {
      unanswered.remove(at: place)
    }
  }

  /// What a client does with a message: it drops one whose request it has shown, and shows any other.
  private func show(_ message: DeliveredMessage) {
    newest = max(newest, message.id)
    if let request = message.request, !requests.insert(request).inserted {
      dropped.append(message)
    } else if let onMessage {
      onMessage(message)
    } else {
      shown.append(message)
    }
  }
}
