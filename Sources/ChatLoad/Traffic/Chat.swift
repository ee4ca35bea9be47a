import ChatSystem
import ChatWire

/// Messages on their way from senders to receivers: sends them, in a window or at a pace, and counts what comes of it.
final class Chat: Traffic {
  enum Drive {
    /// Each sender has so many on their way, until all who receive them have read them.
    case window(Int)
    /// So many a second by all senders together, whatever comes of them.
    case rate(Double)
  }

  /// The messages of a sender, and of all: each of so many bytes.
  struct Flow {
    var drive: Drive
    var bodyBytes = 64

    fileprivate var body: String { String(repeating: "x", count: bodyBytes) }
  }

  private let crowd: Crowd
  private let flow: Flow
  private let senders: [Sender]
  /// The place of the first sender in the crowd; the others stand behind it.
  private let first: Int
  /// Behind this place in the crowd nobody is waited for.
  private let audience: Int
  var file: FileTransfer?
  private(set) var isSending = false
  private var pace: Pace?
  private var nextSender = 0

  /// The time that counts: for messages that were meant to be sent in it, and deliveries that came in it.
  private var measured: Range<Int64> = 0..<0
  private(set) var delivery = Latency()
  private(set) var receipt = Latency()
  private(set) var deliveries = 0
  private(set) var messages = 0
  /// Receipts that came again or for nothing.
  private(set) var oddReceipts = 0
  /// Deliveries and receipts that have come, from the first on.
  private(set) var progress = 0

  private init(_ crowd: Crowd, _ senders: [Sender], audience: Int, _ flow: Flow) {
    (self.crowd, self.audience, self.senders, self.flow) = (crowd, audience, senders, flow)
    first = senders.first?.member.place ?? 0
  }

  /// Messages of the first ones to everybody; those who are waited for are the whole crowd or, where some come and go, the
  /// first `audience` of it.
  static func broadcasts(_ crowd: Crowd, senders count: Int, audience: Int? = nil, _ flow: Flow) -> Chat {
    let audience = audience ?? crowd.members.count
    let senders = crowd.members.prefix(count).map { Sender($0, .broadcast(body: flow.body), audience: 0..<audience) }
    return Chat(crowd, senders, audience: audience, flow)
  }

  /// Messages of each of the `count` members from place `first` on to one of as many behind them.
  static func pairs(_ crowd: Crowd, _ count: Int, from first: Int = 0, _ flow: Flow) -> Chat {
    let senders = crowd.members[first..<first + count].map { member in
      let place = count + member.place
      return Sender(member, .message(to: crowd.members[place].name, body: flow.body), audience: place..<place + 1)
    }
    return Chat(crowd, senders, audience: .max, flow)
  }

  func start(at now: Int64) {
    isSending = true
    if case .rate(let perSecond) = flow.drive { pace = Pace(perSecond: perSecond, start: now) }
  }

  /// Sends nothing more; what was due by `now` is still sent.
  func stop(at now: Int64) {
    takeDue(by: now)
    (isSending, pace) = (false, nil)
  }

  /// Counts what belongs to `time`, and nothing before.
  func measure(_ time: Range<Int64>) {
    (measured, delivery, receipt, deliveries, messages) = (time, Latency(), Latency(), 0, 0)
  }

  /// True when everything that was sent has come and is answered.
  var isSettled: Bool {
    senders.allSatisfy { $0.inFlight == 0 && $0.unanswered == 0 && $0.overdue.isEmpty }
  }

  var sent: [UInt64] { senders.map(\.sent) }
  var unanswered: Int { senders.reduce(0) { $0 + $1.unanswered } }

  /// The report of what was counted in `seconds`, and the faults, when nothing more will come.
  func report(_ scenario: String, members: Int, usage: Usage, seconds: Double) -> LoadReport {
    var report = LoadReport(scenario, members: members, usage: usage)
    (report.senders, report.bodyBytes, report.seconds) = (senders.count, flow.bodyBytes, seconds)
    (report.messages, report.deliveries) = (messages, deliveries)
    (report.delivery, report.receipt) = (delivery.summary, receipt.summary)
    (report.unanswered, report.oddReceipts) = (unanswered, oddReceipts)
    switch flow.drive {
    case .window(let size): report.window = size
    case .rate(let perSecond): report.rate = perSecond
    }
    report.flaws = crowd.flaws(sent: sent) { place, sender in senders[sender].audience.contains(place) }
    return report
  }

  override func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {
    // Messages that nobody here has sent are of no interest.
    guard delivery.number % Numbering.stride == 0, delivery.number > 0,
      let place = crowd.numbering.place(of: delivery.run), place >= first, place - first < senders.count
    else { return }
    let sequence = delivery.number / Numbering.stride
    guard member.place < audience, member.arrivals.note(sequence, of: place, id: delivery.id) else { return }
    let intended = senders[place - first].delivered(sequence)
    progress += 1
    if measured.contains(now) { deliveries += 1 }
    if measured.contains(intended) { self.delivery.record(now - intended) }
  }

  override func stored(_ number: UInt64, of member: Member, at now: Int64) {
    guard number % Numbering.stride == 0, senders.indices.contains(member.place - first),
      let intended = senders[member.place - first].answered(number / Numbering.stride)
    else { return oddReceipts += 1 }
    progress += 1
    if measured.contains(now) { messages += 1 }
    if measured.contains(intended) { receipt.record(now - intended) }
  }

  /// Those who block the senders are answered.
  override func received(_ frame: ServerFrame, by member: Member, at now: Int64) -> Bool {
    if case .reply(_, .blocked) = frame { return member.place >= audience }
    return file?.received(frame, by: member) ?? false
  }

  override func turnEnded(at now: Int64) {
    file?.turnEnded()
    switch flow.drive {
    case .window(let size):
      guard isSending else { return }
      for sender in senders {
        while sender.inFlight < size, sender.maySend { sender.send(intended: now, at: now) }
      }
    case .rate:
      takeDue(by: now)
      for sender in senders where !sender.overdue.isEmpty {
        var count = 0
        while count < sender.overdue.count, sender.maySend {
          sender.send(intended: sender.overdue[count], at: now)
          count += 1
        }
        sender.overdue.removeFirst(count)
      }
    }
  }

  override var nextDue: Int64 { pace?.nextDue ?? .max }

  /// Gives what is due to the senders in turn.
  private func takeDue(by now: Int64) {
    while let due = pace?.take(by: now) {
      senders[nextSender].overdue.append(due)
      nextSender = (nextSender + 1) % senders.count
    }
  }
}

/// The times at which the messages of an open loop are due: so many a second, whatever the server does. Pure.
struct Pace {
  private let perSecond: Double
  private let start: Int64
  private var taken: Int64 = 0

  /// `perSecond` messages from `start` on, which is a time of the steady clock in nanoseconds.
  init(perSecond: Double, start: Int64) { (self.perSecond, self.start) = (perSecond, start) }

  var nextDue: Int64 { start + Int64(Double(taken) / perSecond * 1e9) }

  /// Takes the time at which the next one was due, if that was by `now`. Each once.
  mutating func take(by now: Int64) -> Int64? {
    let due = nextDue
    guard due <= now else { return nil }
    taken += 1
    return due
  }
}
