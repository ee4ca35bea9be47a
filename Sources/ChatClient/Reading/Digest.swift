import ChatCore

/// What was missed, in one or two lines: how much of what, from whom.
struct Digest {
  /// So many people are named.
  static let mostNames = 8

  private var mentions = 0
  private var counts: [MessageKind: Int] = [:]
  private var notices = 0
  /// By kind: who wrote, in the order of their first message.
  private var senders: [MessageKind: [String]] = [:]
  private var known: [MessageKind: Set<TypedText>] = [:]

  /// Whether nothing was missed.
  var isEmpty: Bool {
    counts.isEmpty && notices == 0
  }

  /// How many messages were counted.
  var count: Int {
    counts.values.reduce(notices, +)
  }

  /// Counts `message`.
  mutating func add(_ message: DeliveredMessage, isMention: Bool) {
    guard message.sender != .system else {
      notices += 1
      return
    }
    counts[message.kind, default: 0] += 1
    mentions += isMention ? 1 : 0
    let name = message.sender.name
    if known[message.kind, default: []].count <= Self.mostNames,
      known[message.kind, default: []].insert(TypedText(name)).inserted
    {
      senders[message.kind, default: []].append(TerminalSanitizer.line(name))
    }
  }

  /// `While you were away: 2 private messages from bob, 12 broadcasts from bob and carol. 1 message has your name in it.`
  var line: String {
    var parts: [String] = []
    for (kind, one, many) in [
      (MessageKind.private, "private message", "private messages"), (.fileTransfer, "file", "files"),
      (.broadcast, "broadcast", "broadcasts"),
    ] {
      guard let count = counts[kind] else { continue }
      parts.append("\(count) \(count == 1 ? one : many) from \(names(kind))")
    }
    if notices > 0 {
      parts.append(notices == 1 ? "1 notice of the system" : "\(notices) notices of the system")
    }
    let mentioned =
      switch mentions {
      case 0: ""
      case 1: " 1 message has your name in it."
      default: " \(mentions) messages have your name in them."
      }
    return "While you were away: \(parts.joined(separator: ", ")).\(mentioned)"
  }

  private func names(_ kind: MessageKind) -> String {
    let all = senders[kind] ?? []
    let named = all.prefix(Self.mostNames)
    if all.count > named.count {
      return named.joined(separator: ", ") + " and others"
    }
    guard let last = named.last, named.count > 1 else { return named.joined() }
    return named.dropLast().joined(separator: ", ") + " and " + last
  }
}
