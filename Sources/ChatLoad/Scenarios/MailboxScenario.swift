/// The scenario `mailbox`: somebody comes to whom very many messages were sent meanwhile.
struct MailboxScenario {
  /// The number of private messages that wait for the first account.
  var messages: Int

  private final class Mailbox: Traffic {
    private(set) var count = 0
    private(set) var nanoseconds: Int64 = 0
    private var newest: UInt64 = 0
    private(set) var outOfOrder = 0

    func delivered(_ delivery: ServerScan.Delivery, to member: Member, at now: Int64) {
      count += 1
      if delivery.id <= newest { outOfOrder += 1 }
      newest = max(newest, delivery.id)
    }

    func isLive(_ member: Member, at now: Int64) {
      nanoseconds = now - member.began
    }
  }

  /// Runs it against `target` on the calling thread.
  func run(_ target: Target) throws(LoadError) -> LoadReport {
    let crowd = try Crowd(target, people: 1)
    defer { crowd.disband() }
    let mailbox = Mailbox()
    crowd.traffic = mailbox
    let gauge = Gauge(target.process)
    try crowd.logInAll()

    var report = LoadReport("mailbox", members: 1, usage: gauge.reading())
    report.flaws = Arrivals.Flaws(
      lost: max(0, messages - mailbox.count), doubled: max(0, mailbox.count - messages),
      outOfOrder: mailbox.outOfOrder)
    report["messages"] = Double(mailbox.count)
    report["delivered s"] = Double(mailbox.nanoseconds) / 1e9
    return report
  }
}
