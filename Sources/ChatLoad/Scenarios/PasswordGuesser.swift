import ChatCore
import ChatNet
import ChatSystem
import ChatWire

/// The connections of a ``PasswordFlood``: one thread's.
final class PasswordGuesser: LoadLoopDelegate {
  private final class Guess {
    let source: SocketAddress
    var decoder = ServerFrameDecoder()
    var number: UInt64 = 0

    init(_ source: SocketAddress) {
      self.source = source
    }
  }

  private let target: Target
  private let loop: LoadLoop
  private let names: Range<Int>
  private var nextName: Int
  private var everybody: [Guess] = []
  private var lost: [Guess] = []
  private var failure: LoadError?
  /// How many the server has refused.
  private(set) var guesses = 0

  private static let turnTime: Int64 = 20_000_000
  private static let firstAddress: UInt32 = 0x7F00_0002

  /// Nobody yet.
  init(_ target: Target, names: Range<Int>) throws(LoadError) {
    self.target = target
    self.names = names
    nextName = names.lowerBound
    do throws(NetError) {
      loop = try LoadLoop()
    } catch {
      throw LoadError(error.description)
    }
    loop.delegate = self
  }

  /// Has everybody come and begin.
  func connect(addresses: Int, connections: Int) throws(LoadError) {
    for address in 0..<addresses {
      let source = SocketAddress(ipv4: Self.firstAddress + UInt32(address), port: 0)
      for _ in 0..<connections {
        let guess = Guess(source)
        everybody.append(guess)
        try connect(guess)
      }
    }
  }

  /// Takes one turn, of 20 ms at most.
  func turn() throws(LoadError) {
    loop.turn(until: MonotonicClock.now() + Self.turnTime)
    let again = lost
    lost = []
    for guess in again { try connect(guess) }
    if let failure { throw failure }
  }

  private func connect(_ guess: Guess) throws(LoadError) {
    do throws(NetError) {
      let connection = try loop.connect(to: target.address, from: guess.source, security: target.security)
      connection.owner = guess
      guess.decoder = ServerFrameDecoder()
      send(.hello(ClientHello(software: "chatload", run: SecureRandom.uint64())), on: connection)
      next(guess, on: connection)
    } catch {
      throw LoadError(error.description)
    }
  }

  private func next(_ guess: Guess, on connection: LoadConnection) {
    guess.number += 1
    let name = Accounts.name(nextName)
    nextName = nextName + 1 < names.upperBound ? nextName + 1 : names.lowerBound
    send(.request(number: guess.number, .logIn(name: name, password: "not \(Accounts.password)")), on: connection)
  }

  private func send(_ frame: ClientFrame, on connection: LoadConnection) {
    guard let bytes = try? frame.encoded(limit: FrameLimit.beforeLogIn) else { return }
    connection.send { $0.append(contentsOf: bytes) }
  }

  // MARK: - LoadLoopDelegate

  func received(_ bytes: UnsafeRawBufferPointer, from connection: LoadConnection) -> Int? {
    guard let guess = connection.owner as? Guess else { return nil }
    var place = 0
    while let end = ServerScan.end(of: place, in: bytes) {
      guard end > place + 4 else { return nil }
      let payload = UnsafeRawBufferPointer(rebasing: bytes[place + 4..<end])
      place = end
      switch try? guess.decoder.decode(payload) {
      case .reply(_, .refused):
        guesses += 1
        next(guess, on: connection)
      case .reply(_, let reply): failure = LoadError("the server answers a wrong password with \(reply)")
      default: break
      }
    }
    return place
  }

  func lost(_ connection: LoadConnection, because reason: String) {
    if let guess = connection.owner as? Guess { lost.append(guess) }
  }

  func turnEnded(at now: Int64) {}
}
