import ChatCore

/// What comes after the log-in of a person at a terminal, held back until all of it is there, so that a digest can stand
/// before it.
struct MissedMessages {
  /// What is held back takes at most so much memory; where more was missed, it is shown as it comes and summed up below.
  static let mostBytes = 4 * 1024 * 1024
  /// Where more messages than this follow the digest, it is repeated below them: it has scrolled away.
  static let longestScreen = 40
  /// What a message takes beside its text.
  private static let overhead = 256

  private(set) var digest = Digest()
  private var held: [DeliveredMessage] = []
  private var bytes = 0

  /// Whether `add` holds messages back no more.
  private(set) var isOverfull = false

  /// Takes a message.
  ///
  /// - Returns: the messages to be shown now: none as long as they are held back.
  mutating func add(_ message: DeliveredMessage, isMention: Bool) -> [DeliveredMessage] {
    digest.add(message, isMention: isMention)
    guard !isOverfull else { return [message] }
    held.append(message)
    bytes += message.body.utf8.count + Self.overhead
    guard bytes > Self.mostBytes else { return [] }
    isOverfull = true
    return takeHeld()
  }

  /// Everything that is still held back.
  mutating func takeHeld() -> [DeliveredMessage] {
    defer { held = [] }
    return held
  }
}
