import ChatCore

// Looking back, and what becomes of what was sent.
extension Membership {
  /// Asks for messages of the past.
  mutating func lookBack(_ query: LogQuery) -> Outcome {
    olderPast = nil
    return Outcome(asking: .lookBack(query), for: .past(query))
  }

  /// Asks for those before the ones that were shown last.
  mutating func lookFurtherBack() -> Outcome {
    guard let olderPast else { return Outcome([.show([Words.nothingOlder])]) }
    return lookBack(olderPast)
  }

  /// Messages of the past have come.
  mutating func repliedToLookBack(_ query: LogQuery, _ reply: Reply) -> Outcome {
    guard case .past(let messages) = reply else { return Outcome([.show(reply.lines)]) }
    guard let oldest = messages.first else {
      return Outcome([.show([query.before == nil ? Words.nothingFound : Words.nothingOlder])])
    }
    olderPast = LogQuery(text: query.text, person: query.person, before: oldest.message.id, limit: query.limit)
    let hint = messages.count >= query.limit ? [Words.moreHint] : []
    return Outcome([.show(messages.flatMap(renderer.lines) + hint)])
  }

  /// Request `number` was answered.
  mutating func markAnswered(_ number: UInt64, _ reply: Reply) {
    marks?.answered(number, id: reply.storedAs)
  }

  /// Shows how the marks stand, if that has changed.
  mutating func receiptsIfChanged() -> [ConversationAction] {
    guard let marks, marks.line != shownReceipts else { return [] }
    shownReceipts = marks.line
    return [.receipts(marks.line)]
  }
}
