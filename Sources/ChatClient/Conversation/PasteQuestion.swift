import ChatCore

/// Several pasted lines, which are to be one message or none: what is asked about them, and what an answer means.
struct PasteQuestion: Equatable {
  /// What an answer leads to.
  enum Decision: Equatable {
    /// Send them.
    case send(Request)
    /// Send nothing.
    case drop
    /// It was no answer; these lines say what would be one.
    case ask([String])
  }

  /// What is not known yet.
  private enum Open: Equatable {
    /// Whether this is what is meant.
    case consent(Request)
    /// Whom they are for.
    case receiver
  }

  /// The most lines that are shown before the question.
  private static let mostShown = 6
  /// What stands for everybody; no user is called so.
  private static let everybody = "*"

  /// The message.
  let body: String
  /// What had been typed, for those who want to go on with it.
  let draft: String
  private let open: Open

  /// The question about a message that the command before it, or in its first line, addresses.
  init(_ message: Request, body: String, draft: String) {
    self.body = body
    self.draft = draft
    open = .consent(message)
  }

  /// The question about lines that nobody is named for.
  init(body: String) {
    self.body = body
    draft = ""
    open = .receiver
  }

  /// What the person reads; safe to show.
  var lines: [String] {
    let body = TerminalSanitizer.lines(body)
    let shown = body.count > Self.mostShown ? body.prefix(Self.mostShown - 1) : body[...]
    let rest = body.count - shown.count
    return [
      "What you have pasted makes one message of \(body.count) lines (\(self.body.count) characters):"
    ] + shown.map { MessageText.continuation + $0 }
      + (rest > 0 ? [MessageText.continuation + "… and \(rest) more lines"] : []) + [question]
  }

  /// What `answer` means.
  func decide(_ answer: String) -> Decision {
    let answer = answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    switch open {
    case .consent(let message):
      switch answer.lowercased() {
      case "yes": return .send(message)
      case "no": return .drop
      default: return .ask([Words.yesOrNo])
      }
    case .receiver:
      guard !answer.isEmpty else { return .drop }
      guard answer != Self.everybody else { return .send(.broadcast(body: body)) }
      guard (try? AccountName(answer)) != nil else { return .ask([question]) }
      return .send(.message(to: answer, body: body))
    }
  }

  private var question: String {
    switch open {
    case .consent(let message):
      (message.parts.person.map { "Send it to \"\(TerminalSanitizer.line($0))\" alone? " } ?? "Send it to everybody? ")
        + Words.yesOrNo
    case .receiver:
      "Please enter the name of the user whom it is for, or \(Self.everybody) for everybody. An empty line drops it."
    }
  }
}
