import ChatCore
import ChatWire

/// Everything at once: messages to all and to one in an open loop, people who come and go, files, searches.
final class MixedTraffic: Traffic {
  private let crowd: Crowd
  private let plan: SoakPlan
  let broadcasts: Chat
  let privates: Chat
  let searches: Searches
  private let file: FileTransfer
  private let movers: [Mover]
  /// The times that coming back took.
  private(set) var returns = Latency()
  private var fileDue: Int64 = .max
  private var searchDue: Int64 = .max
  private var moverDue: Int64 = .max
  private var isLast = false

  /// The traffic of `plan` among the people of `crowd`.
  init(_ crowd: Crowd, _ plan: SoakPlan) {
    self.crowd = crowd
    self.plan = plan
    let people = crowd.members
    broadcasts = Chat.broadcasts(
      crowd, senders: plan.writers, audience: plan.audience, plan.flow(plan.broadcastRate))
    privates = Chat.pairs(crowd, plan.pairs, from: plan.writers, plan.flow(plan.privateRate))
    file = FileTransfer(crowd, from: people[plan.fileSender], to: people[plan.fileReceiver], size: plan.fileBytes)
    searches = Searches(crowd, LogQuery(text: plan.search, limit: 50))
    movers = plan.movers.enumerated().map { rank, place in
      Mover(people[place], of: crowd, rank < plan.leaving ? .leaves : .isCut, rank: rank)
    }
  }

  /// Begins, when all are there.
  func start(at now: Int64) {
    broadcasts.start(at: now)
    privates.start(at: now)
    fileDue = now
    searchDue = now
    for mover in movers { mover.isLive(at: now) }
    noteMovers()
  }

  /// Begins nothing new.
  func stop(at now: Int64) {
    isLast = true
    broadcasts.stop(at: now)
    privates.stop(at: now)
  }

  /// Counts from `now` on, and nothing before.
  func measure(from now: Int64) {
    broadcasts.measure(now..<Int64.max)
    privates.measure(now..<Int64.max)
    searches.latency = Latency()
    returns = Latency()
  }

  /// True when all that was begun has come to its end.
  var isSettled: Bool {
    broadcasts.isSettled && privates.isSettled && searches.underWay == 0 && isFileIdle
      && crowd.members.allSatisfy { $0.stage == .live } && flaws.lost == 0
  }

  private var isFileIdle: Bool { file.stage == .idle || file.stage == .done }

  /// A number that changes when more comes.
  var progress: Int { broadcasts.progress + privates.progress + Int(file.moved) }

  /// The number of those who are connected.
  var connected: Int { crowd.members.count { $0.connection != nil } }

  /// The faults in what everybody received, if nothing more comes.
  var flaws: Arrivals.Flaws {
    let sent = broadcasts.sent + privates.sent
    var sum = Arrivals.Flaws()
    for member in crowd.members {
      sum += member.arrivals.flaws(sent: sent.indices.map { plan.hears(member.place, $0) ? sent[$0] : 0 })
    }
    return sum
  }

  /// The faults in one sentence, when nothing more comes; nil without any.
  var complaint: String? {
    var report = LoadReport("soak", members: plan.people)
    report.flaws = flaws
    report.unanswered = broadcasts.unanswered + privates.unanswered
    report.oddReceipts = broadcasts.oddReceipts + privates.oddReceipts
    return report.complaint
      ?? (isSettled ? nil : "not everything came to its end: a file, a search, or a member")
  }

  private func mover(_ member: Member) -> Mover? {
    member.place >= plan.audience ? movers[member.place - plan.audience] : nil
  }

  private func noteMovers() {
    moverDue = movers.reduce(.max) { min($0, $1.nextDue) }
  }

  // MARK: - Traffic

  func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {
    // A message that was there before is nobody's here.
    guard let sender = crowd.numbering.place(of: delivery.run) else { return }
    if let mover = mover(member) {
      mover.delivered(delivery, from: sender)
    } else if sender < plan.writers {
      broadcasts.delivered(delivery, to: member, at: now)
    } else {
      privates.delivered(delivery, to: member, at: now)
    }
  }

  func stored(_ number: UInt64, of member: Member, at now: Int64) {
    if member.place < plan.writers {
      broadcasts.stored(number, of: member, at: now)
    } else {
      privates.stored(number, of: member, at: now)
    }
  }

  func isLive(_ member: Member, at now: Int64) {
    guard let mover = mover(member), broadcasts.isSending || isLast else { return }
    returns.record(now - member.began)
    mover.isLive(at: now)
    noteMovers()
  }

  func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
    if let mover = mover(member) {
      defer { noteMovers() }
      return mover.received(frame, at: now)
    }
    return member.place == plan.searcher
      ? searches.received(frame, by: member, at: now) : file.received(frame, by: member)
  }

  func turnEnded(at now: Int64) {
    broadcasts.turnEnded(at: now)
    privates.turnEnded(at: now)
    file.turnEnded()
    if file.stage == .stored { file.fetch() }
    if !isLast { sendFileAndSearch(at: now) }
    guard now >= moverDue else { return }
    for mover in movers { mover.move(at: now, isLast: isLast) }
    noteMovers()
  }

  var nextDue: Int64 {
    let own = isLast ? Int64.max : min(fileDue, searches.underWay > 0 ? .max : searchDue)
    return min(broadcasts.nextDue, privates.nextDue, moverDue, own)
  }

  /// Begins what is due, unless the last one is still on its way.
  private func sendFileAndSearch(at now: Int64) {
    if now >= fileDue {
      fileDue = now + Int64(plan.fileEvery * 1e9)
      if isFileIdle { file.offer() }
    }
    if now >= searchDue, searches.underWay == 0 {
      searchDue = now + Int64(plan.searchEvery * 1e9)
      searches.search(crowd.members[plan.searcher])
    }
  }
}
