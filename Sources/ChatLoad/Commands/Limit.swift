import ArgumentParser
import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Glibc

/// The limit of the machine: a server that does nothing but hand frames on, on one epoll loop and one thread.
///
/// It speaks as much of the protocol as the scenario `fanout` needs, with the very frames of the real server: lets
/// everybody in, numbers broadcasts, sends them to all, and answers `stored` although nothing is. No room, no rules, no
/// disk, no TLS.
final class LimitServer: LoadLoopDelegate {
  private final class Guest {
    var run: UInt64 = 0
    var name = ""
  }

  let address: SocketAddress
  private let loop: LoadLoop
  private var lastID: Int64 = 0

  /// Listens on `port` of the loopback; 0: a free one.
  init(port: UInt16) throws(NetError) {
    let (listener, address) = try ListeningSocket.open(host: SocketAddress(ipv4: 0x7F00_0001, port: port), port: port)
    self.address = address
    // It reads as much of one member in a turn as the real server does, so that no turn has too much pending.
    loop = try LoadLoop(listener: listener, readSize: 4_096)
    loop.delegate = self
  }

  /// Serves for a moment.
  func turn() { loop.turn(until: MonotonicClock.now(plus: 0.1)) }

  func received(_ bytes: UnsafeRawBufferPointer, from connection: LoadConnection) -> Int? {
    ServerScan.frames(in: bytes) { payload in (try? take(payload, from: connection)) != nil }
  }

  func lost(_ connection: LoadConnection, because reason: String) {}
  func turnEnded(at now: Int64) {}

  /// Carries out one frame; leaves alone what this server does not know.
  private func take(_ payload: UnsafeRawBufferPointer, from connection: LoadConnection) throws(FrameError) {
    func answer(_ frame: ServerFrame) { connection.send { frame.append(to: &$0) } }
    let guest = connection.owner as? Guest ?? Guest()
    connection.owner = guest
    switch try ClientFrame.decode(payload) {
    case .hello(let hello):
      guest.run = hello.run
      // A sign of life once an hour.
      answer(.hello(ServerHello(software: "chatload limit", keepAliveSeconds: 3_600)))
    case .request(let number, .logIn(let name, _)):
      (guest.name, connection.hearsAll) = (name, true)
      answer(.reply(number: number, .welcome(name: name)))
      answer(.event(.caughtUp))
    case .request(let number, .broadcast(let body)):
      lastID += 1
      // A time of the right size: nobody reads it.
      let message = DeliveredMessage(
        id: EntryID(rawValue: lastID), time: WallTime(microseconds: lastID), kind: .broadcast,
        sender: .account(guest.name), body: body, request: ClientRequestID(run: guest.run, number: number))
      ServerFrame.event(.message(message)).append(to: &loop.toAll)
      answer(.reply(number: number, .stored(EntryID(rawValue: lastID))))
    case .ping: answer(.pong)
    default: break
    }
  }
}

struct Limit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a bare fan-out server: what the machine can do at best.",
    discussion: """
      One epoll loop that hands the frames of "chatload fanout" on, and does nothing else: no rules, no disk, no TLS. \
      Everybody may log in. Prints its port, and serves until it is stopped.

      Example: chatload limit
      """)

  @Argument(help: "The port to listen on; 0 takes a free one.") var port: UInt16 = 0

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let server = try rethrow(LimitServer(port: port)) { (error: NetError) in LoadError(error.description) }
    StandardOutput.write("listening on \(server.address)\n")
    while true { server.turn() }
  }
}
