import CReadline
import Dispatch
import Glibc

// What is typed. Keys pass `paste` before readline gets them: readline would wait for the end of a pasted text, and
// nothing could be shown meanwhile.
extension ReadlineEditor {
  /// The most bytes that are read before others on the queue get their turn.
  private static let bytesPerTurn = 1_024
  /// How long a key that may begin a longer sequence is waited with, in milliseconds; terminals send one at once.
  private static let sequenceTime: Int32 = 50

  /// Reads what was typed, as long as somebody wants it.
  func readWhatIsThere() {
    dispatchPrecondition(condition: .onQueue(queue))
    var count = 0
    while isTaking, count < Self.bytesPerTurn || paste.isUndecided {
      count += 1
      guard hasInput(within: paste.isUndecided ? Self.sequenceTime : 0) else {
        press(paste.giveUp())
        return
      }
      if count == 1 { delegate?.keyPressed() }
      switch line {
      case .typing: readKey()
      case .secret(let prompt, let password): readSecretCharacter(prompt, password)
      case .none, .closed: stopTaking()
      }
    }
  }

  private func readKey() {
    switch readByte() {
    case .byte(let byte):
      switch paste.take(byte) {
      case .goesOn: break
      case .keys(let keys): press(keys)
      case .paste(let text): take(text)
      }
    case .nothing:
      break
    case .end:
      creadline_abandon()
      finishLine()
      delegate?.inputEnded()
    }
  }

  private func press(_ keys: [UInt8]) {
    keys.withUnsafeBytes { creadline_feed($0.bindMemory(to: CChar.self).baseAddress, $0.count) }
    while creadline_is_fed(), case .typing(let prompt) = line {
      let progress = creadline_read()
      if progress == creadline_line {
        lineIsTyped(at: prompt)
      } else if progress == creadline_end {
        finishLine()
        write("\n")
        delegate?.inputEnded()
      }
    }
  }

  private func lineIsTyped(at prompt: Prompt) {
    guard let text = creadline_take_line() else { return finishLine() }
    defer { free(text) }
    let line = String(cString: text)
    takeStatusAway(above: prompt.text + line)
    finishLine()
    if prompt.kind == .command, line.contains(where: { $0 != " " && $0 != "\t" }), delegate?.mayRemember(line) ?? true {
      creadline_remember(text)
      delegate?.remembered(line)
    }
    delegate?.typed(line)
  }

  private func readSecretCharacter(_ prompt: Prompt, _ password: PasswordInput) {
    var password = password
    var progress = PasswordInput.Progress.goesOn
    switch readByte() {
    case .byte(let byte): progress = password.take(byte)
    case .nothing: break
    case .end: progress = .end
    }
    switch progress {
    case .goesOn:
      line = .secret(prompt, password)
    case .line(let text):
      finishLine()
      write("\n")
      delegate?.typed(text)
    case .end:
      finishLine()
      write("\n")
      delegate?.inputEnded()
    }
  }

  // MARK: - Pasted text

  private func take(_ text: PastedText) {
    guard case .typing(let prompt) = line else { return }
    let lines = text.lines
    switch prompt.kind {
    case .command where lines.count > 1 && delegate?.takesPastes == true:
      tell(lines, isCut: text.isCut)
    case .command:
      insert(lines.joined(separator: " "))
    case .answer, .password:
      insert(lines.first ?? "")
      guard lines.count > 1 else { return }
      show(["Only the first line of what you have pasted was taken."])
    }
  }

  private func tell(_ lines: [String], isCut: Bool) {
    let text = creadline_text().map { String(cString: $0) } ?? ""
    let point = text.utf8.index(text.utf8.startIndex, offsetBy: Int(creadline_point()), limitedBy: text.utf8.endIndex)
    let cursor = point ?? text.endIndex
    let paste = Paste(
      before: String(text[..<cursor]), lines: lines, after: String(text[cursor...]), isCut: isCut)
    creadline_leave()
    finishLine()
    delegate?.pasted(paste)
  }

  private func insert(_ text: String) {
    if creadline_is_searching() {
      // It is searched for.
      press(Array(text.replacing("\t", with: " ").utf8))
    } else {
      creadline_insert(text)
    }
  }

  // MARK: - Completion

  /// Tab was pressed, and the cursor stands before byte `end` of `line`.
  func complete(_ line: UnsafePointer<CChar>, to end: Int) {
    guard case .typing(let prompt) = self.line, prompt.kind == .command, let delegate else { return }
    let bytes = UnsafeRawBufferPointer(start: line, count: end)
    let completion = delegate.completion(for: String(decoding: bytes, as: UTF8.self))
    labels = [:]
    for candidate in completion.candidates {
      labels[candidate.text] = candidate.label
      creadline_offer(candidate.text)
    }
    if !completion.endsWord {
      creadline_add_no_blank()
    }
  }

  // MARK: - Bytes

  private enum Input {
    case byte(UInt8)
    case nothing
    case end
  }

  /// One byte and no more: what follows the line belongs to whatever is asked next, or to the next program.
  private func readByte() -> Input {
    var byte: UInt8 = 0
    switch read(input, &byte, 1) {
    case 1: return .byte(byte)
    case -1 where errno == EINTR || errno == EAGAIN: return .nothing
    default: return .end
    }
  }

  private func hasInput(within milliseconds: Int32) -> Bool {
    var poll = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&poll, 1, milliseconds) > 0
  }

  private func finishLine() {
    line = .none
    // The status stands above the line that is finished now; it belongs to the scrolled text from here on.
    statusRows = 0
    stopTaking()
  }
}
