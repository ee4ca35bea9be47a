import ChatNet
import ChatWire

/// One person of a ``Crowd``.
final class Member {
  /// How far its connection has come.
  enum Stage {
    case absent
    /// The hello and the log-in are sent; the welcome is waited for.
    case loggingIn
    /// What it has missed is coming.
    case catchingUp
    /// It reads live.
    case live
    /// It has said that it goes.
    case leaving
  }

  let place: Int
  let name: String
  /// Whether the numbers of its requests say which message is which: see ``Numbering``.
  let isSender: Bool
  var stage = Stage.absent
  var connection: LoadConnection?
  /// For what is not read by hand.
  var decoder = ServerFrameDecoder()
  /// What it comes back with instead of its password; used once.
  var token: [UInt8]?
  var arrivals: Arrivals
  /// The highest number of a request.
  var lastNumber: UInt64 = 0
  /// The newest entry that came, and how many were not acknowledged since.
  var newestID: UInt64 = 0
  var unacknowledged = 0
  var lastAcknowledged: Int64 = 0
  var lastSent: Int64 = 0
  /// When it began to connect, by the steady clock.
  var began: Int64 = 0

  init(place: Int, name: String, isSender: Bool, senders: Int) {
    self.place = place
    self.name = name
    self.isSender = isSender
    arrivals = Arrivals(senders: senders)
  }

  /// The number of an acknowledgement; nil when the next number is that of a message.
  func takeAcknowledgementNumber() -> UInt64? {
    guard !isSender || (lastNumber + 1) % Numbering.stride != 0 else { return nil }
    lastNumber += 1
    return lastNumber
  }

  /// The number of the next request that is neither a message nor an acknowledgement; for who sends no messages.
  func takeNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }
}
