import ChatCore

/// How this person sees messages: the words of `MessageText`, with times, colours and marks as the style has them.
struct MessageRenderer {
  /// Stands before a message with one's name in it where there are no colours.
  static let mentionMark = "* "

  /// The style.
  let style: MessageStyle
  /// Whose screen it is.
  let name: String

  /// When a message was written in view of its reader.
  enum Age {
    /// Just now: the time of day is enough.
    case new
    /// Some time ago.
    case missed
    /// Looked back at: its time is always shown.
    case past
  }

  /// A message that has come, one element a line.
  func lines(of message: DeliveredMessage, _ age: Age = .new) -> [String] {
    lines(of: message, to: nil, age)
  }

  /// A message of the past, one element a line.
  func lines(of past: PastMessage) -> [String] {
    let isOwn = isOwn(past.message)
    return lines(of: past.message, to: isOwn ? past.recipient : nil, .past)
  }

  /// Whether the person wrote it.
  func isOwn(_ message: DeliveredMessage) -> Bool {
    if case .account(name) = message.sender { true } else { false }
  }

  /// Whether it has the person's name in it and was written by somebody else.
  func isMention(_ message: DeliveredMessage) -> Bool {
    guard message.kind != .fileTransfer, message.sender != .system, !isOwn(message) else { return false }
    return !Mention.ranges(of: name, in: message.body).isEmpty
  }

  /// Whether it rings the bell.
  func rings(for message: DeliveredMessage) -> Bool {
    guard !isOwn(message) else { return false }
    let isPrivate = message.kind != .broadcast
    return switch style.bell {
    case .off: false
    case .private: isPrivate
    case .mention: isPrivate || isMention(message)
    case .all: true
    }
  }

  private func lines(of message: DeliveredMessage, to recipient: String?, _ age: Age) -> [String] {
    let isMention = style.isTerminal && isMention(message)
    let mark = isMention && !style.hasColor ? Self.mentionMark : ""
    let header = time(of: message, age) + mark + sender(of: message) + kind(of: message, to: recipient) + ": "
    guard isMention, style.hasColor else { return MessageText.lines(header: header, body: message.body) }
    let lines = MessageText.lines(header: "", body: message.body).map(withMarkedName)
    return [header + (lines.first ?? "")] + lines.dropFirst()
  }

  private func time(of message: DeliveredMessage, _ age: Age) -> String {
    let text: String
    switch age {
    case .new where style.showsTimes: text = "[\(LocalTimeText.clock(message.time))]"
    case .missed where style.showsTimes, .past: text = "[\(LocalTimeText.full(message.time))]"
    case .new, .missed: return ""
    }
    return (style.hasColor ? TextColor.wrap(text, in: TextColor.dim) : text) + " "
  }

  private func sender(of message: DeliveredMessage) -> String {
    let former = if case .former = message.sender { MessageText.formerAccount } else { "" }
    let name = TerminalSanitizer.line(message.sender.name)
    guard style.hasColor, message.sender != .system else { return former + name }
    return former + TextColor.wrap(name, in: TextColor.bold + TextColor.person(message.sender.name))
  }

  private func kind(of message: DeliveredMessage, to recipient: String?) -> String {
    let to = recipient.map { " to \(TerminalSanitizer.line($0))" } ?? ""
    let text = "(\(message.kind.word)\(to))"
    return style.hasColor && message.kind != .broadcast ? TextColor.wrap(text, in: TextColor.bold) : text
  }

  private func withMarkedName(_ line: String) -> String {
    var marked = ""
    var place = line.startIndex
    for range in Mention.ranges(of: name, in: line) {
      marked += line[place..<range.lowerBound]
      marked += TextColor.wrap(String(line[range]), in: TextColor.bold + TextColor.reverse)
      place = range.upperBound
    }
    return marked + line[place...]
  }
}
