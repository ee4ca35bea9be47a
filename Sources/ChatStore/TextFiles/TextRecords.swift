import ChatCore

/// A line of user_pass.txt: `NAME PASSWORD`.
struct AccountRecord {
  /// The text after the name.
  enum Secret: Hashable {
    /// As the original has it.
    case clear(String)
    /// As we have it.
    case verifier(PasswordVerifier)
  }

  let line: Int
  let name: AccountName
  let secret: Secret

  init(_ line: TextLine) throws(LineError) {
    let fields = try line.fields(2, expected: "NAME PASSWORD")
    self.line = line.number
    name = try Self.name(fields[0], in: line)
    let password = TextLine.withoutBlanksAtEnd(fields[1])
    if let verifier = PasswordVerifier(phc: password) {
      secret = .verifier(verifier)
    } else if Password.allows(password) {
      secret = .clear(password)
    } else {
      throw line.error("the password must have 1 to \(Password.maximumLength) characters")
    }
  }

  /// The line for an account.
  static func text(_ name: AccountName, _ verifier: PasswordVerifier) -> String {
    "\(name.text) \(verifier)\n"
  }

  private static func name(_ text: String, in line: TextLine) throws(LineError) -> AccountName {
    do throws(Refusal) {
      return try AccountName(text)
    } catch {
      switch error {
      case .nameReserved:
        throw line.error("\"\(text)\" is a word of the system and can't be a user name")
      default:
        throw line.error(
          "\"\(text)\" can't be a user name: it takes 1 to \(AccountName.maximumLength) of the characters "
            + "A-Z a-z 0-9 . _ -")
      }
    }
  }
}

/// A line of block_rep.txt: `NAME:BLOCKER BLOCKER …`. It is inverted: those after the colon take nothing from NAME.
struct BlockRecord {
  let line: Int
  let blocked: String
  let blockers: [String]

  init(_ line: TextLine) throws(LineError) {
    guard let colon = line.text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.text.startIndex else {
      throw line.error("expected NAME:BLOCKER BLOCKER")
    }
    self.line = line.number
    blocked = String(line.text[..<colon])
    blockers = line.text[colon...].dropFirst().split { $0 == " " || $0 == "\t" }.map(String.init)
  }

  /// The line for an account; there is one for each.
  static func text(blocked: String, blockers: [String]) -> String {
    "\(blocked):" + blockers.map { "\($0) " }.joined() + "\n"
  }
}

/// A line of list_block.txt: `IP EPOCH NAME`, a name blocked on an address since then.
struct LogInBlockRecord {
  let line: Int
  let address: String
  let since: WallTime
  let name: String

  /// The last second of the year 9999.
  private static let latest = 253_402_300_799.0

  init(_ line: TextLine) throws(LineError) {
    let fields = try line.fields(3, expected: "IP EPOCH NAME")
    self.line = line.number
    address = fields[0]
    guard fields[1].utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }),
      let seconds = Double(fields[1]), (0...Self.latest).contains(seconds)
    else {
      throw line.error("\"\(fields[1])\" is no time in seconds since 1970")
    }
    since = WallTime(seconds: seconds)
    name = TextLine.withoutBlanksAtEnd(fields[2])
    guard !name.isEmpty else { throw line.error("expected IP EPOCH NAME") }
  }

  /// The line for a block.
  static func text(address: String, since: WallTime, name: String) -> String {
    "\(address) \(text(of: since)) \(name)\n"
  }

  /// Seconds with as much of a fraction as there is, and at least one digit of it.
  private static func text(of time: WallTime) -> String {
    let microseconds = max(0, time.microseconds)
    let digits = String(1_000_000 + microseconds % 1_000_000).dropFirst()
    let significant = digits.lastIndex { $0 != "0" } ?? digits.startIndex
    return "\(microseconds / 1_000_000).\(digits[...significant])"
  }
}

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
