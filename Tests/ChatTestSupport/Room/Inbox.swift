import ChatCore

/// What one session of a `RoomHarness` was sent, and how it stands.
public struct Inbox: Sendable {
  /// One thing that went out.
  public enum Frame: Equatable, Sendable {
    /// An answer, final or interim.
    case reply(number: UInt64, Reply)
    /// Something nobody asked for.
    case event(Event)
  }

  /// Everything, in the order it went out.
  public private(set) var frames: [Frame] = []
  private var answers: [UInt64: Reply] = [:]
  /// Whether it takes what goes to live sessions.
  public internal(set) var isLive = false
  /// Whether the room has closed it.
  public internal(set) var isClosed = false
  /// While set, what goes to live sessions does not get through, as when a reader is too slow.
  public internal(set) var isStuck = false

  /// The answers, in the order they went out.
  public var replies: [(number: UInt64, reply: Reply)] {
    frames.compactMap { if case .reply(let number, let reply) = $0 { (number, reply) } else { nil } }
  }

  /// What nobody asked for, in the order it went out.
  public var events: [Event] {
    frames.compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  /// The messages of the log, in the order they went out.
  public var messages: [DeliveredMessage] {
    frames.compactMap { if case .event(.message(let message)) = $0 { message } else { nil } }
  }

  /// The last answer to that request so far.
  public func reply(to number: UInt64) -> Reply? {
    answers[number]
  }

  mutating func append(_ frame: Frame) {
    frames.append(frame)
    if case .reply(let number, let reply) = frame {
      answers[number] = reply
    }
  }
}
