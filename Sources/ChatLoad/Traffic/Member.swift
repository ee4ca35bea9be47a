import ChatCore
import ChatNet
import ChatWire

/// One person of a crowd.
final class Member {
  enum Stage {
    case absent
    /// The hello and the log-in are sent; the welcome is waited for.
    case loggingIn
    /// The messages that it has missed are coming.
    case catchingUp
    case live
    case leaving
  }

  let place: Int
  let name: String
  /// True where the numbers of its requests say which message is which: see ``Numbering``.
  private let isSender: Bool
  /// The address of this machine that it comes from; nil for the one that the system takes.
  var source: SocketAddress?
  var stage = Stage.absent
  var connection: LoadConnection?
  /// Reads what ``ServerScan`` leaves.
  var decoder = ServerFrameDecoder()
  /// Brings it back without its password, once.
  var token: [UInt8]?
  var arrivals: Arrivals
  var lastNumber: UInt64 = 0
  /// The newest entry that came, and how many were not acknowledged since.
  var newestID: UInt64 = 0
  var unacknowledged = 0
  var lastAcknowledged: Int64 = 0
  var lastSent: Int64 = 0
  /// The time at which it began to connect, or to wait for an answer.
  var began: Int64 = 0

  /// The first `senders` of a crowd send messages.
  init(place: Int, senders: Int) {
    self.place = place
    name = Accounts.name(place)
    isSender = place < senders
    arrivals = Arrivals(senders: max(senders, 1))
  }

  /// The number of an acknowledgement; nil when the next number is that of a message.
  func takeAcknowledgementNumber() -> UInt64? {
    !isSender || (lastNumber + 1) % Numbering.stride != 0 ? takeNumber() : nil
  }

  /// The number of the next request; for who sends no messages.
  func takeNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }
}

/// The generator's way to number requests, by which run and number of a delivery alone tell whose message it is and which
/// one.
///
/// All runs of a generator have the same upper bits; the lower ones are the place of the member. A member's message k
/// (from 1) has the number 16 · k, and its acknowledgements, which need numbers too, have those in between.
struct Numbering {
  static let stride: UInt64 = 16
  private static let places: UInt64 = 1 << 24 - 1
  private let base: UInt64

  init(random: UInt64) { base = random & ~Self.places }

  func run(of place: Int) -> UInt64 { base | UInt64(place) }

  /// The place of the member whose run it is; nil for a stranger's.
  @inline(__always)
  func place(of run: UInt64) -> Int? {
    run & ~Self.places == base ? Int(run & Self.places) : nil
  }
}

/// The accounts that `chatload seed` makes and the other scenarios log in to.
enum Accounts {
  static let password = "chatload"
  /// scrypt's cost of their one hash, as a power of two: as cheap as there is.
  static let cost = 1

  static func name(_ number: Int) -> String { "load\(number)" }
}

/// The purpose of a crowd: the part of a scenario that hears what comes; by itself it asks for nothing. The times are
/// those of the steady clock, in nanoseconds.
class Traffic {
  /// A message has come.
  func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {}
  /// The message of that number is on disk.
  func stored(_ number: UInt64, of member: Member, at now: Int64) {}
  /// A member is logged in and reads live.
  func isLive(_ member: Member, at now: Int64) {}
  /// Something else has come. False when it should not have.
  func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool { false }
  /// The server has closed a connection. False when it should not have.
  func lost(_ member: Member) -> Bool { false }
  /// All that had come is read; what is sent now goes out with the turn.
  func turnEnded(at now: Int64) {}
  /// The latest time at which there will be something to send.
  var nextDue: Int64 { .max }
  /// The request with which a member comes in.
  func entrance(of member: Member) -> Request {
    member.token.map { .resume(token: $0) } ?? .logIn(name: member.name, password: Accounts.password)
  }
}
