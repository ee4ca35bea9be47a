import ChatCore

// What is read, what becomes of it, and when all is done.
extension ScriptedConversation {
  /// Some of the input was read; nothing at its end.
  mutating func read(_ bytes: [UInt8], at now: Uptime) -> [ScriptAction] {
    isReading = false
    switch source {
    case .nothing:
      break
    case .text(var cutter, let audience):
      // The source lets go of the cutter meanwhile, so that its bytes are not copied.
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

  /// Sends what is there to be sent, reads on, or ends: after everything that may have changed that.
  mutating func goOn(at now: Uptime) -> [ScriptAction] {
    guard session.isMember, hasCaughtUp else { return [] }
    var actions: [ScriptAction] = []
    while !isInputOver, session.pending.count < Session.mostPending, let more = sendNext() {
      actions += more
    }
    if isExhausted {
      isInputOver = true
    }
    if !isInputOver, !isReading, session.pending.count < Session.mostPending {
      isReading = true
      actions.append(.read)
    }
    return actions + (isInputOver && session.pending.isEmpty ? finish(at: now) : [])
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
      return unplaced.flatMap {
        send(.lookBack(LogQuery(person: $0, limit: LogQuery.maximumLimit)), for: .place(of: $0))
      }
    }
    guard !hasAskedForReceipts else { return [] }
    hasAskedForReceipts = true
    waitingSince = waitingSince ?? now
    // From here on the server tells it by itself.
    return receipts.owing.flatMap { send(.deliveredTo($0), for: .delivery) }
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

  private mutating func send(_ request: Request, for purpose: Purpose) -> [ScriptAction] {
    switch session.send(request, for: purpose) {
    case .send(let frame): [.send(frame)]
    case .answered(let request, let reply): answered(request, reply)
    default: []
    }
  }

  private mutating func send(_ body: String, to audience: ScriptOptions.Audience) -> [ScriptAction] {
    switch audience {
    case .everybody: send(.broadcast(body: body), for: .text(to: nil))
    case .people(let names): names.flatMap { send(.message(to: $0, body: body), for: .text(to: $0)) }
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
        return send(content, for: .line(tag: request.tag))
      }
    } catch {
      return [.write(EventLine.invalid(line: lineCount, error), showing: nil)]
    }
  }
}
