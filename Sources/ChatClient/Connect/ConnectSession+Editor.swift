import ChatCore
import ChatTerminal

// For the line editor alone, on `queue`.
extension ConnectSession: LineEditorDelegate {
  /// A line was typed.
  public func typed(_ line: String) {
    guard !answeredTrustQuestion(line) else { return }
    step { $0.typed(line, at: $1) }
  }

  /// A key was pressed.
  public func keyPressed() {
    step { $0.keyPressed(at: $1) }
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
    guard let acquaintances = conversation.acquaintances else { return .nothing }
    return Completion(
      for: text, acquaintances: acquaintances, ownFiles: OwnFiles.candidates,
      transfers: conversation.transfers.map { String($0.ticket.rawValue) })
  }

  /// A command was put into the history.
  public func remembered(_ line: String) {
    history.append(line)
    tellLostHistory()
  }

  /// Several lines are one message.
  public var takesPastes: Bool {
    true
  }

  /// Several lines were pasted.
  public func pasted(_ paste: Paste) {
    step { $0.pasted(paste, at: $1) }
  }

  /// Tells, once, that what is typed is not kept.
  func tellLostHistory() {
    guard let notice = history.takeNotice() else { return }
    editor.show([TerminalSanitizer.line(notice)])
  }
}
