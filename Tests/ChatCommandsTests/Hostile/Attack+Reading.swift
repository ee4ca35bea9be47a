import ChatCore
import ChatTestSupport

// Nothing is read.
extension Attack {
  /// Two who are sent more than any socket holds, and read it only at the end.
  static func readNoMessages(_ port: Int) throws -> AttackReport {
    var report = AttackReport(summary: "")
    let deaf = try (0..<2).map { try member("deaf\($0)", port) }
    let pump = try member("pump", port)
    deaf.forEach { $0.isReading = false }
    let poll = WirePoll(deaf + [pump])
    let padding = String(repeating: "x", count: 8_000)
    var said = 0
    let deadline = Deadline(seconds: 2)
    while !deadline.isOver, said < 1_000 {
      while pump.unanswered.count < 32 {
        pump.request(.message(to: "deaf\(said % 2)", body: "\(said) \(padding)"))
        said += 1
      }
      poll.turn(milliseconds: 5)
    }
    try poll.drive(until: "all of it is stored") { pump.unanswered.isEmpty || !pump.isOpen }
    var shown: [[Int]] = deaf.map { _ in [] }
    for (place, client) in deaf.enumerated() {
      client.onMessage = { message in
        // What the honest say to everybody comes among it.
        guard let number = Int(message.body.prefix { $0 != " " }) else { return }
        shown[place].append(number)
      }
      client.isReading = true
    }
    let hasAll = waitForEnd(poll) { shown.reduce(0) { $0 + $1.count } >= said }
    report.check(hasAll, "who has not read does not catch up")
    for place in deaf.indices {
      let wanted = Array(stride(from: place, to: said, by: 2))
      report.check(shown[place] == wanted, "\(shown[place].count) of \(wanted.count) messages, or out of order")
    }
    report.check(deaf.allSatisfy { $0.isOpen }, "who has not read was cut")
    (deaf + [pump]).forEach { $0.cut() }
    report.summary = "\(said) messages of 8 KB"
    return report
  }

  /// Some who ask without reading an answer: nothing more may be taken from them when much waits for them.
  static func readNoAnswers(_ port: Int) throws -> AttackReport {
    var report = AttackReport(summary: "")
    // A ping; a request that no server knows, with the number 1; and one that everybody may ask when logged in.
    let ping: [UInt8] = [0, 0, 0, 2, 0x1A, 0]
    let unknown: [UInt8] = [0, 0, 0, 4, 0x0A, 2, 0x08, 1]
    let talkers = try (0..<6).map { try member("talker\($0)", port) }
    let patient = Array(talkers[..<3])
    patient.forEach { $0.isReading = false }
    talkers[3...].forEach { $0.readNothing() }
    let poll = WirePoll(talkers)
    let block = 1_000
    // What the patient ones have asked is answered before they can be asked about it.
    let most = talkers.indices.map { $0 < patient.count ? 2 * block : 20 * block }
    var sent = Array(repeating: 0, count: talkers.count)
    let deadline = Deadline(seconds: 2)
    while !deadline.isOver {
      for (place, client) in talkers.enumerated() where client.unsentBytes == 0 && sent[place] < most[place] {
        switch place % 3 {
        case 0: client.send(raw: Array(repeatElement(ping, count: block).joined()))
        case 1: client.send(raw: Array(repeatElement(unknown, count: block).joined()))
        default: for _ in 0..<block { client.request(.whoelse) }
        }
        sent[place] += block
      }
      poll.turn(milliseconds: 1)
    }
    report.check(talkers.allSatisfy { $0.isOpen }, "who has not read was cut")
    // Whoever reads again goes on.
    talkers[3...].forEach { $0.cut() }
    patient.forEach { $0.isReading = true }
    for (place, client) in patient.enumerated() {
      let answer = try client.ask(.checkName("nobody"), beside: poll)
      report.check(answer == .refused(.alreadyLoggedIn), "talker\(place) got \(answer)")
    }
    patient.forEach { $0.cut() }
    report.summary = "\(sent.reduce(0, +)) requests"
    return report
  }
}
