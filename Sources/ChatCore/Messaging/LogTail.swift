/// The newest messages of the log: all that nobody was shown yet, since it may not be on disk, and some before it, so that
/// who catches up can be switched to live without a gap.
struct LogTail: Sendable {
  /// So many shown messages are kept before those that are not.
  static let keptMessages = 4_096
  /// And no more of them than hold so many bytes of text.
  static let keptBytes = 4 * 1024 * 1024

  /// Every message with a higher id is in the tail.
  private(set) var start: EntryID
  private var messages: [ChatMessage] = []
  private var first = 0
  private var bytes = 0

  init(start: EntryID) {
    self.start = start
  }

  mutating func append(_ message: ChatMessage) {
    messages.append(message)
    bytes += message.body.utf8.count
  }

  /// The messages after `id`, oldest first.
  func messages(after id: EntryID) -> ArraySlice<ChatMessage> {
    var low = first
    var high = messages.count
    while low < high {
      let middle = (low + high) / 2
      if messages[middle].id <= id {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return messages[low...]
  }

  /// Drops the oldest messages that were shown and are no longer worth keeping.
  mutating func trim(shown: EntryID) {
    while first < messages.count, messages[first].id <= shown,
      messages.count - first > Self.keptMessages || bytes > Self.keptBytes
    {
      start = messages[first].id
      bytes -= messages[first].body.utf8.count
      first += 1
    }
    // Each message is moved at most once, and no more are kept in vain than in earnest.
    if first > messages.count / 2 {
      messages.removeFirst(first)
      first = 0
    }
  }

  /// Drops what was never committed.
  mutating func discard(after committed: EntryID) {
    let kept = messages(after: committed).startIndex
    for message in messages[kept...] {
      bytes -= message.body.utf8.count
    }
    messages.removeSubrange(kept...)
  }
}
