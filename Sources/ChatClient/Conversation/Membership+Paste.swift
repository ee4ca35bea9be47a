import ChatCore
import ChatTerminal

// Several pasted lines are one message, never many commands, and nothing of them goes out before a question.
extension Membership {
  /// Several lines were pasted where a command is typed.
  mutating func pasted(_ paste: Paste) -> Outcome {
    if let absence {
      guard absence.entrance == nil else { return Outcome() }
      // A question about them could not be answered.
      isAsked = false
      draft = paste.before + paste.after
      return Outcome([.show([Words.pasteNeedsConnection])])
    }
    isAsked = false
    let typed = paste.before + paste.after
    let text = paste.before + paste.lines.joined(separator: "\n") + paste.after
    let message = message(in: text)
    let body = message?.parts.body ?? String(text.trimmedAtEnd())
    guard !paste.isCut, body.utf8.count <= ChatMessage.maximumBodyBytes else {
      return drop(Refusal.bodyTooLong(maximum: ChatMessage.maximumBodyBytes).lines, draft: typed)
    }
    if let message {
      return ask(PasteQuestion(message, body: body, draft: typed))
    }
    guard typed.allSatisfy(\.isWhitespace) else {
      return drop([Words.pastedIntoOneLine], draft: typed)
    }
    return ask(PasteQuestion(body: body))
  }

  /// The answer to the question.
  mutating func typed(
    _ line: String, about question: PasteQuestion
  ) -> Outcome {
    switch question.decide(line) {
    case .send(let message):
      pasteQuestion = nil
      return ask(message)
    case .drop:
      return dropPaste()
    case .ask(let lines):
      return Outcome([.show(lines)])
    }
  }

  /// The person wants nothing of it.
  mutating func dropPaste() -> Outcome {
    isAsked = false
    return drop([], draft: pasteQuestion?.draft ?? "")
  }

  private mutating func ask(_ question: PasteQuestion) -> Outcome {
    pasteQuestion = question
    return Outcome([.show(question.lines)])
  }

  private mutating func drop(_ reason: [String], draft: String) -> Outcome {
    pasteQuestion = nil
    self.draft = draft
    return Outcome([.show(reason + [Words.nothingSent])])
  }

  /// The message that `text` is, if its command takes one.
  private func message(in text: String) -> Request? {
    if isChatting, let body = Self.chatLine(text) {
      return .broadcast(body: body)
    }
    guard case .ask(let request) = try? ChatVerbs.table.parse(text), request.parts.body != nil else { return nil }
    return request
  }
}
