import ChatTerminal

// For the line editor alone, on `queue`.
extension ConnectSession: LineEditorDelegate {
  /// A line was typed.
  public func typed(_ line: String) {
    guard !answeredTrustQuestion(line) else { return }
    step { $0.typed(line, at: $1) }
  }

  /// Nothing more will be typed.
  public func inputEnded() {
    guard !refuseTrust() else { return }
    step { $0.inputEnded(at: $1) }
  }

  /// The window is gone, or the pipe.
  public func outputFailed() {
    outputHasFailed = true
    step { $0.windowClosed(at: $1) }
  }

  /// What Tab offers: commands, people, files.
  public func completion(for text: String) -> Completion {
    Completion(
      for: text, people: conversation.people, transfers: conversation.transfers.map { String($0.ticket.rawValue) })
  }
}
