import ChatCore
import ChatTestSupport
import Testing

/// What was sent and what was seen, for the checks at the end of a test.
///
/// Every body is different, stands in no other one, and says who wrote it and how many before it: `s3 17 |`.
struct MessageLedger {
  /// A message that a sender sent.
  struct Sent {
    let sender: WireClient
    let number: UInt64
    let body: String
    /// Nil for everybody.
    let receiver: String?
  }

  private(set) var sent: [Sent] = []
  private var counts: [String: Int] = [:]

  /// Has `client`, who is logged in as `name`, say the next thing to `receiver`, or to everybody.
  mutating func say(_ client: WireClient, _ name: String, to receiver: String?, padding: Int = 0) {
    let count = counts[name, default: 0]
    counts[name] = count + 1
    let body = "\(name) \(count) |" + String(repeating: "x", count: padding)
    let number = client.request(receiver.map { .message(to: $0, body: body) } ?? .broadcast(body: body))
    sent.append(Sent(sender: client, number: number, body: body, receiver: receiver))
  }

  /// Whether the server claims that `message` is stored.
  static func isReceipted(_ message: Sent) -> Bool {
    switch message.sender.replies[message.number] {
    case .stored, .storedForLater, .doneBefore: true
    default: false
    }
  }

  /// The bodies that `name` has to have seen, in no order.
  func bodies(for name: String) -> Set<String> {
    Set(sent.lazy.filter { $0.receiver == nil || $0.receiver == name }.filter(Self.isReceipted).map(\.body))
  }

  /// Who wrote `body`, and as which.
  static func origin(of body: String) -> (sender: Substring, count: Int)? {
    let words = body.prefix(32).split(separator: " ", maxSplits: 2)
    guard words.count >= 2, let count = Int(words[1]) else { return nil }
    return (words[0], count)
  }
}

/// What one run of a client was shown.
enum ShownMessages {
  /// Checks that nothing is there twice and that what each sender wrote is in its order.
  static func check(_ messages: [DeliveredMessage], of name: String, _ comment: Comment) {
    var bodies = Set<String>()
    var last: [Substring: Int] = [:]
    for message in messages {
      #expect(bodies.insert(message.body).inserted, "\(name) saw \"\(message.body.prefix(40))\" twice; \(comment)")
      guard let origin = MessageLedger.origin(of: message.body) else { continue }
      let before = last.updateValue(origin.count, forKey: origin.sender) ?? -1
      #expect(before < origin.count, "\(name) saw \(origin) after \(before); \(comment)")
    }
  }

  /// Checks that the ids only grow, as on one connection they must.
  static func checkIDsGrow(_ messages: [DeliveredMessage], of name: String, _ comment: Comment) {
    for (message, next) in zip(messages, messages.dropFirst()) where message.id >= next.id {
      Issue.record("\(name) was sent \(next.id.rawValue) after \(message.id.rawValue); \(comment)")
    }
  }
}

/// Which message each entry id was seen with.
struct IDLedger {
  private var bodies: [EntryID: String] = [:]
  private var ids: [String: EntryID] = [:]

  /// Checks that no id was given to two messages, and no message seen under two ids: then it was seen before it was on disk.
  mutating func note(_ id: EntryID, _ body: String, _ comment: Comment) {
    let known = bodies.updateValue(body, forKey: id) ?? body
    #expect(known == body, "the id \(id.rawValue) was given twice; \(comment)")
    let first = ids.updateValue(id, forKey: body) ?? id
    #expect(first == id, "\"\(body.prefix(40))\" has two ids; \(comment)")
  }

  /// The same for everything that `client` was sent or told.
  mutating func note(all client: WireClient, _ comment: Comment) {
    for message in client.shown + client.dropped {
      note(message.id, message.body, comment)
    }
  }
}
