import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Foundation

/// Somebody who guesses passwords over many connections from several addresses, on a thread of its own.
///
/// Each connection has one guess on its way, of one name after the other, and none of them is right.
struct PasswordFlood {
  /// Addresses of the loopback, 127.0.0.2, 127.0.0.3, …, connections from each, and the accounts whose passwords are guessed.
  var addresses: Int
  var connections: Int
  var names: Range<Int>

  /// Floods `target` while `body` runs, which begins when a guess was refused; gives how many were.
  func run<Result>(_ target: Target, during body: () throws -> Result) throws -> (Result, guesses: Int) {
    let state = Locked((isStopped: false, guesses: Swift.Result<Int, LoadError>.success(0)))
    let ended = DispatchSemaphore(value: 0)
    defer { state.withLock { $0.isStopped = true } }
    Thread {
      defer { ended.signal() }
      do throws(LoadError) {
        let crowd = try Crowd(target, people: addresses * connections)
        defer { crowd.disband() }
        for member in crowd.members {
          member.source = SocketAddress(ipv4: 0x7F00_0002 + UInt32(member.place / connections), port: 0)
        }
        let guesses = Guesses(crowd, names)
        crowd.traffic = guesses
        crowd.wave = crowd.members.count
        crowd.logIn(crowd.members)
        while !state.withLock({ $0.isStopped }) {
          try crowd.run(seconds: 0.02)
          state.withLock { $0.guesses = .success(guesses.count) }
        }
      } catch {
        state.withLock { $0.guesses = .failure(error) }
      }
    }.start()
    let limit = MonotonicClock.now(plus: target.patience)
    while try state.withLock({ $0.guesses }).get() == 0 {
      guard MonotonicClock.now() < limit else { throw LoadError("the server does not answer wrong passwords") }
      usleep(2_000)
    }
    let result = try body()
    state.withLock { $0.isStopped = true }
    ended.wait()
    return (result, try state.withLock { $0.guesses }.get())
  }

  private final class Guesses: Traffic {
    private let crowd: Crowd
    private let names: Range<Int>
    private var nextName: Int
    /// The number that the server has refused.
    private(set) var count = 0

    init(_ crowd: Crowd, _ names: Range<Int>) {
      (self.crowd, self.names, nextName) = (crowd, names, names.lowerBound)
    }

    override func entrance(of member: Member) -> Request {
      defer { nextName = nextName + 1 < names.upperBound ? nextName + 1 : names.lowerBound }
      return .logIn(name: Accounts.name(nextName), password: "not \(Accounts.password)")
    }

    override func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
      guard case .reply(_, .refused) = frame else { return false }
      count += 1
      crowd.ask(entrance(of: member), member)
      return true
    }

    override func isLive(_ member: Member, at now: Int64) {
      crowd.fail("the server takes a wrong password")
    }

    override func lost(_ member: Member) -> Bool {
      crowd.logIn([member])
      return true
    }
  }
}
