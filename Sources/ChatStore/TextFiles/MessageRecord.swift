import ChatCore

/// A line of message_rep.txt: `OWNER SENDER(KIND) RECEIVER BODY…`, a message not yet delivered to its owner.
struct MessageRecord {
  let line: Int
  let owner: String
  let sender: String
  let kind: MessageKind
  /// With the line feeds that it had.
  let body: String

  /// The name that the system itself has as a sender; no account can have it.
  static let system = SenderLabel.system.name
  /// The scalar for a line feed in a body.
  private static let lineSeparator: Unicode.Scalar = "\u{2028}"
  private static let expected = "OWNER SENDER(KIND) RECEIVER BODY"

  init(_ line: TextLine) throws(LineError) {
    let fields = try line.fields(4, expected: Self.expected)
    self.line = line.number
    owner = fields[0]
    guard fields[1].last == ")", let bracket = fields[1].lastIndex(of: "("), bracket > fields[1].startIndex else {
      throw line.error("expected \(Self.expected)")
    }
    sender = String(fields[1][..<bracket])
    let word = fields[1][fields[1].index(after: bracket)...].dropLast()
    guard let kind = MessageKind.allCases.first(where: { $0.word == word }) else {
      let words = MessageKind.allCases.map(\.word).joined(separator: ", ")
      throw line.error("\"\(word)\" is no kind of message (there are \(words))")
    }
    self.kind = kind
    guard AccountKey(fields[2]) == AccountKey(owner) else {
      throw line.error("the receiver \"\(fields[2])\" is not the owner \"\(owner)\"")
    }
    body = Self.replacing(Self.lineSeparator, by: "\n", in: fields[3])
    guard body.utf8.count <= ChatMessage.maximumBodyBytes else {
      throw line.error("the message is longer than \(ChatMessage.maximumBodyBytes) bytes")
    }
  }

  /// The line for a message.
  static func text(owner: String, sender: String, kind: MessageKind, body: String) -> String {
    let body = TextLine.guarded(replacing("\n", by: lineSeparator, in: body))
    return "\(owner) \(sender)(\(kind.word)) \(owner) \(body)\n"
  }

  private static func replacing(
    _ old: Unicode.Scalar, by new: Unicode.Scalar, in text: String
  ) -> String {
    guard text.unicodeScalars.contains(old) else { return text }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text.unicodeScalars.lazy.map { $0 == old ? new : $0 })
    return String(result)
  }
}
