import ChatCore

extension Membership {
  /// The person typed a command.
  ///
  /// - Parameter isAhead: whether it was typed while the server was away, and the next line may be wanted already.
  mutating func typed(_ line: String, isAhead: Bool = false) -> Outcome {
    isAsked = isAhead && isAsked
    if let dialogue = passwordDialogue {
      return typed(line, in: dialogue)
    }
    if let question = pasteQuestion {
      return typed(line, about: question)
    }
    guard line.utf8.count <= Self.longestLine else {
      return Outcome([.show(["Error! That line is longer than \(Self.longestLine) bytes. Please send it as a file!"])])
    }
    // What has arrived has been seen to have arrived.
    marks?.forgetDelivered()
    if isChatting, let body = Self.chatLine(line) {
      return ask(.broadcast(body: body))
    }
    do throws(VerbError) {
      return carryOut(try ChatVerbs.table.parse(line))
    } catch {
      return Outcome([.show([TerminalSanitizer.line(error.sentence)])])
    }
  }

  /// The command that `line` would be; nil where it is text for everybody, the answer to a question, or no command.
  func command(in line: String) -> ChatCommand? {
    guard passwordDialogue == nil, pasteQuestion == nil, !isChatting || Self.chatLine(line) == nil else { return nil }
    return try? ChatVerbs.table.parse(line)
  }

  /// Does what was typed.
  private mutating func carryOut(_ command: ChatCommand) -> Outcome {
    switch command {
    case .ask(.lookBack(let query)): lookBack(query)
    case .ask(let request): ask(request)
    case .chat: toggleChat()
    case .more: lookFurtherBack()
    case .send(let path, let receiver): carryOut(transfers.send(path, to: receiver))
    case .fetch(let name, let sender): carryOut(transfers.fetch(name, from: sender))
    case .transfers: carryOut(transfers.list())
    case .cancel(let number): carryOut(transfers.cancel(number))
    case .password: beginPasswordDialogue()
    case .leave(let farewell): Outcome(next: .leave(farewell))
    case .help(let lines): Outcome([.show(lines)])
    }
  }

  private mutating func toggleChat() -> Outcome {
    isChatting.toggle()
    return Outcome([.show([isChatting ? Words.chatBegins : Words.chatEnds])])
  }

  /// What a line says while plain lines are broadcasts, without the blanks at its end, which nobody means to say; nil when
  /// it is a command. A second slash stands for itself.
  static func chatLine(_ line: String) -> String? {
    let line = line.trimmedAtEnd()
    let text = line.drop { $0 == " " || $0 == "\t" }
    guard !text.isEmpty else { return nil }
    if text.hasPrefix("//") { return String(text.dropFirst()) }
    return text.hasPrefix("/") ? nil : String(line)
  }

  /// Asks something of the server.
  func ask(_ request: Request) -> Outcome {
    guard request.parts.body.map({ $0.utf8.count <= ChatMessage.maximumBodyBytes }) ?? true else {
      return Outcome([.show(Refusal.bodyTooLong(maximum: ChatMessage.maximumBodyBytes).lines)])
    }
    return Outcome(asking: request, for: .typed)
  }
}
