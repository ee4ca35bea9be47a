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
      return say(.broadcast(body: body), body: body)
    }
    do throws(CommandError) {
      return carryOut(try CommandLineParser.parse(line))
    } catch {
      return Outcome([.show([TerminalSanitizer.line(error.sentence)])])
    }
  }

  /// The command that `line` would be; nil where it is text for everybody, the answer to a question, or no command.
  func command(in line: String) -> ChatCommand? {
    guard passwordDialogue == nil, pasteQuestion == nil, !isChatting || Self.chatLine(line) == nil else { return nil }
    return try? CommandLineParser.parse(line)
  }

  /// Does what was typed.
  mutating func carryOut(_ command: ChatCommand) -> Outcome {
    switch command {
    case .whoelse:
      return ask(.whoelse)
    case .wholasthr:
      return ask(.wholasthr)
    case .broadcast(let body):
      return say(.broadcast(body: body), body: body)
    case .message(let name, let body):
      return say(.message(to: name, body: body), body: body)
    case .chat:
      isChatting.toggle()
      return Outcome([.show([isChatting ? Words.chatBegins : Words.chatEnds])])
    case .history(let person, let count):
      return lookBack(LogQuery(person: person, limit: count ?? Self.usualPast))
    case .search(let text):
      return lookBack(LogQuery(text: text, limit: Self.usualPast))
    case .more:
      return lookFurtherBack()
    case .blocked:
      return ask(.listBlocked)
    case .seen(let name):
      return ask(.lastSeen(name))
    case .block(let name):
      return ask(.block(name))
    case .unblock(let name):
      return ask(.unblock(name))
    case .file(let receiver, let path):
      return carryOut(transfers.send(path, to: receiver))
    case .listFiles:
      return ask(.listFiles)
    case .fileget(let sender, let name):
      return carryOut(transfers.fetch(name, from: sender))
    case .filedecline(let sender, let name):
      return ask(.declineFile(from: sender, name: name))
    case .transfers:
      return carryOut(transfers.list())
    case .cancel(let number):
      return carryOut(transfers.cancel(number))
    case .password:
      return beginPasswordDialogue()
    case .logout:
      return Outcome(next: .leave(.logout))
    case .quit:
      return Outcome(next: .leave(.quit))
    case .help(let word):
      return Outcome([.show(CommandTable.help(on: word))])
    }
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

  private mutating func say(_ request: Request, body: String) -> Outcome {
    guard body.utf8.count <= ChatMessage.maximumBodyBytes else {
      return Outcome([.show(Refusal.bodyTooLong(maximum: ChatMessage.maximumBodyBytes).lines)])
    }
    return ask(request)
  }

  private func ask(_ request: Request) -> Outcome {
    Outcome(asking: request, for: .typed)
  }
}
