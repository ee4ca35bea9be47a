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
  private(set) var returns = Latency()
  private var fileDue: Int64 = .max
  private var searchDue: Int64 = .max
  private var isLast = false

  init(_ crowd: Crowd, _ plan: SoakPlan) {
    (self.crowd, self.plan) = (crowd, plan)
    let people = crowd.members
    broadcasts = Chat.broadcasts(crowd, senders: plan.writers, audience: plan.audience, plan.broadcasts)
    privates = Chat.pairs(crowd, plan.pairs, from: plan.writers, plan.privates)
    file = FileTransfer(crowd, from: people[plan.fileSender], to: people[plan.fileReceiver], size: plan.fileBytes)
    searches = Searches(crowd, LogQuery(text: plan.search, limit: 50))
    movers = plan.movers.enumerated().map { rank, place in
      Mover(people[place], of: crowd, rank < plan.leaving ? .leaves : .isCut, rank: rank)
    }
  }

  func start(at now: Int64) {
    for chat in [broadcasts, privates] { chat.start(at: now) }
    (fileDue, searchDue) = (now, now)
    for mover in movers { mover.isLive(at: now) }
  }

  func stop(at now: Int64) {
    isLast = true
    for chat in [broadcasts, privates] { chat.stop(at: now) }
  }

  func measure(from now: Int64) {
    for chat in [broadcasts, privates] { chat.measure(now..<Int64.max) }
    (searches.latency, returns) = (Latency(), Latency())
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
  var flaws: Arrivals.Flaws { crowd.flaws(sent: broadcasts.sent + privates.sent, plan.hears) }

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

  private func chat(ofSender place: Int) -> Chat { place < plan.writers ? broadcasts : privates }

  override func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {
    // A message that was there before is nobody's here.
    guard let sender = crowd.numbering.place(of: delivery.run) else { return }
    if let mover = mover(member) { return mover.delivered(delivery, from: sender) }
    chat(ofSender: sender).delivered(delivery, to: member, at: now)
  }

  override func stored(_ number: UInt64, of member: Member, at now: Int64) {
    chat(ofSender: member.place).stored(number, of: member, at: now)
  }

  override func isLive(_ member: Member, at now: Int64) {
    guard let mover = mover(member), broadcasts.isSending || isLast else { return }
    returns.record(now - member.began)
    mover.isLive(at: now)
  }

  override func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
    if let mover = mover(member) { return mover.received(frame, at: now) }
    return member.place == plan.searcher
      ? searches.received(frame, by: member, at: now) : file.received(frame, by: member)
  }

  override func turnEnded(at now: Int64) {
    for chat in [broadcasts, privates] { chat.turnEnded(at: now) }
    file.turnEnded()
    if file.stage == .stored { file.fetch() }
    // What is due begins, unless the last one is still on its way.
    if !isLast, now >= fileDue {
      fileDue = now + Int64(plan.fileEvery * 1e9)
      if isFileIdle { file.offer() }
    }
    if !isLast, now >= searchDue, searches.underWay == 0 {
      searchDue = now + Int64(plan.searchEvery * 1e9)
      searches.search(crowd.members[plan.searcher])
    }
    for mover in movers { mover.move(at: now, isLast: isLast) }
  }

  override var nextDue: Int64 {
    let own = isLast ? Int64.max : min(fileDue, searches.underWay > 0 ? .max : searchDue)
    return movers.reduce(min(broadcasts.nextDue, privates.nextDue, own)) { min($0, $1.nextDue) }
  }
}

/// The parts that people have in mixed traffic, by place in the crowd: those who stay stand first, those who come and go last.
struct SoakPlan {
  /// The number of those who stay, those who write among them.
  var members = 100
  /// The numbers of those who write to everybody, and to one other.
  var writers = 8
  var pairs = 10
  /// The numbers of those who leave and come back, and who lose their connection.
  var leaving = 10
  var losing = 10
  /// Messages a second in all, a tenth of them private.
  var rate: Double
  /// The size of a file, and how often one is sent, in seconds.
  var fileBytes: Int64 = 16 << 20
  var fileEvery = 10.0
  /// The words that are searched for, and how often, in seconds.
  var search = "word17"
  var searchEvery = 1.0
  var past = 100_000

  /// The messages to everybody, and to one.
  var broadcasts: Chat.Flow { Chat.Flow(drive: .rate(rate * 0.9)) }
  var privates: Chat.Flow { Chat.Flow(drive: .rate(rate * 0.1)) }

  /// The places of those who send a file, receive it, search.
  var fileSender: Int { members }
  var fileReceiver: Int { members + 1 }
  var searcher: Int { members + 2 }
  /// Those whose deliveries are timed: they are always there.
  var audience: Int { members + 3 }
  var movers: Range<Int> { audience..<audience + leaving + losing }
  var people: Int { movers.upperBound }
  /// Everybody who writes: those to all stand before those to one.
  var senders: Int { writers + pairs }

  /// Tells if the member at `place` receives what the sender at place `sender` writes.
  func hears(_ place: Int, _ sender: Int) -> Bool { sender < writers || place == sender + pairs }
}
