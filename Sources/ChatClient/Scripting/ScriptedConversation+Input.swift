import ChatCore

// What is read, what becomes of it, and when all is done.
extension ScriptedConversation {
  /// Some of the input was read.
  mutating func read(_ bytes: [UInt8], at now: Uptime) -> [ScriptAction] {
    isReading = false
    switch source {
    case .nothing:
      break
    case .text(var cutter, let audience):
      source = .nothing
      cutter.input.add(bytes)
      source = .text(cutter, to: audience)
    case .requests(var cutter, let stays):
      source = .nothing
      cutter.input.add(bytes)
      source = .requests(cutter, stays: stays)
    }
    return goOn(at: now)
  }

  /// The input has ended.
  mutating func inputEnded(at now: Uptime) -> [ScriptAction] {
    isReading = false
    switch source {
    case .nothing:
      break
    case .text(var cutter, let audience):
      cutter.input.end()
      source = .text(cutter, to: audience)
    case .requests(var cutter, let stays):
      cutter.input.end()
      source = .requests(cutter, stays: stays)
    }
    return goOn(at: now)
  }

  /// The server answered request `number`.
  mutating func replied(to number: UInt64, _ reply: Reply) -> [ScriptAction] {
    guard let place = pending.firstIndex(where: { $0.number == number }) else { return [] }
    let answered = pending.remove(at: place)
    switch (answered.purpose, reply) {
    case (.text(let name), .stored(let id)), (.text(let name), .storedForLater(let id, _)):
      storedCounts[name, default: 0] += 1
      if let name { receipts.stored(id, to: name) }
      return []
    case (.text(let name), .doneBefore):
      storedCounts[name, default: 0] += 1
      if let name { receipts.storedSomewhere(number, to: name) }
      return []
    case (.text, .refused(let refusal)), (.delivery, .refused(let refusal)):
      // What else is on its way may be stored all the same: it is told when that is known.
      isInputOver = true
      firstRefusal = firstRefusal ?? refusal
      verdict = verdict ?? .refused
      return []
    case (.line(let tag), _):
      return [.write(EventLine.text(of: reply, tag: tag), showing: nil)]
    case (.delivery, .deliveredTo(let name, let through)):
      receipts.delivered(to: name, through: through)
      return []
    case (.place(let name), _):
      let messages = if case .past(let messages) = reply { messages } else { [PastMessage]() }
      receipts.found(messages, with: name, run: run)
      return []
    case (.token, .token(let token)):
      self.token = token
      return []
    default:
      return []
    }
  }

  /// Sends what is there to be sent, reads on, or ends: after everything that may have changed that.
  mutating func goOn(at now: Uptime) -> [ScriptAction] {
    guard case .member = stage, hasCaughtUp, announced == nil else { return [] }
    var actions: [ScriptAction] = []
    while !isInputOver, pending.count < Self.mostPending, let more = sendNext() {
      actions += more
    }
    if case .member = stage {} else { return actions }
    if isExhausted {
      isInputOver = true
    }
    if !isInputOver, !isReading, pending.count < Self.mostPending {
      isReading = true
      actions.append(.read)
    }
    guard isInputOver, pending.allSatisfy({ if case .token = $0.purpose { true } else { false } }) else {
      return actions
    }
    return actions + finish(at: now)
  }

  /// Everything that was sent is answered.
  private mutating func finish(at now: Uptime) -> [ScriptAction] {
    // What is shown is acknowledged before the program goes.
    guard unwritten == 0 else { return [] }
    if let verdict { return leave(verdict, at: now) }
    if case .requests(_, stays: true) = source { return [] }
    if options.waitsForDelivery, !receipts.owing.isEmpty {
      return waitForReceipts(at: now)
    }
    guard options.expectation == nil || hasMatched else {
      waitingSince = waitingSince ?? now
      return []
    }
    return leave(.done, at: now)
  }

  private mutating func waitForReceipts(at now: Uptime) -> [ScriptAction] {
    let unplaced = receipts.unplaced
    if !unplaced.isEmpty {
      return unplaced.map { send(.lookBack(LogQuery(person: $0, limit: LogQuery.maximumLimit)), for: .place(of: $0)) }
    }
    guard !hasAskedForReceipts else { return [] }
    hasAskedForReceipts = true
    waitingSince = waitingSince ?? now
    // From here on the server tells it by itself.
    return receipts.owing.map { send(.deliveredTo($0), for: .delivery) }
  }

  // MARK: - The input

  private var isExhausted: Bool {
    switch source {
    case .nothing: true
    case .text(let cutter, _): cutter.isExhausted
    case .requests(let cutter, _): cutter.isExhausted
    }
  }

  /// Nil when more has to be read first.
  private mutating func sendNext() -> [ScriptAction]? {
    switch source {
    case .nothing:
      return nil
    case .text(var cutter, let audience):
      // The source lets go of the cutter meanwhile, so that its bytes are not copied.
      source = .nothing
      let body = cutter.next()
      source = .text(cutter, to: audience)
      return body.map { send($0, to: audience) }
    case .requests(var cutter, let stays):
      source = .nothing
      let line = cutter.next()
      source = .requests(cutter, stays: stays)
      return line.map { take($0) }
    }
  }

  private mutating func send(_ body: String, to audience: ScriptOptions.Audience) -> [ScriptAction] {
    switch audience {
    case .everybody: [send(.broadcast(body: body), for: .text(to: nil))]
    case .people(let names): names.map { send(.message(to: $0, body: body), for: .text(to: $0)) }
    }
  }

  private mutating func take(_ line: RequestLineCutter.Line) -> [ScriptAction] {
    lineCount += 1
    do throws(RequestLine.Problem) {
      guard let request = try RequestLine(line) else { return [] }
      switch request.content {
      case .quit:
        isInputOver = true
        source = .nothing
        return []
      case .request(let content):
        if let refusal = content.localRefusal {
          return [.write(EventLine.text(of: .refused(refusal), tag: request.tag), showing: nil)]
        }
        return [send(content, for: .line(tag: request.tag))]
      }
    } catch {
      return [.write(EventLine.invalid(line: lineCount, error), showing: nil)]
    }
  }
}
