import ChatCore
import ChatTestSupport
import ChatWire

// Very many of something.
extension Attack {
  static func connectAndDrop(_ port: Int) throws -> AttackReport {
    let count = TestLoad.isLight ? 2_000 : 10_000
    for number in 0..<count {
      let stranger = try Stranger(port: port, from: source + UInt8(number % 8))
      if number % 3 == 0 { stranger.say(Array(handshakeStart.prefix(number % 12))) }
      if number % 2 == 0 { stranger.reset() } else { stranger.hangUp() }
    }
    return AttackReport(summary: "\(count) connections")
  }

  static func floodWithLogIns(_ port: Int) throws -> AttackReport {
    var report = AttackReport(summary: "")
    let victim = try connected(port)
    try victim.register("victim")
    let flood = try (0..<60).map { _ in try connected(port) }
    let poll = WirePoll(flood)
    var asked: [UInt64?] = Array(repeating: nil, count: flood.count)
    var answered = 0
    let deadline = Deadline(seconds: 3)
    while !deadline.isOver {
      for (place, client) in flood.enumerated() {
        if let number = asked[place] {
          guard client.replies[number] != nil else { continue }
          answered += 1
        }
        client.request(.logIn(name: "nobody\(place)", password: "wrong"))
        asked[place] = client.request(.logIn(name: "victim", password: "wrong"))
      }
      poll.turn(milliseconds: 5)
    }
    report.check(answered > 0, "no password was looked at")
    report.check(flood.allSatisfy { $0.isOpen }, "some of the flood were cut")
    report.check(
      !flood.contains { $0.replies.values.contains { if case .welcome = $0 { true } else { false } } },
      "a wrong password let somebody in")
    flood.forEach { $0.cut() }
    report.summary = "\(answered) answers"
    return report
  }

  static func reset(_ port: Int) throws -> AttackReport {
    var random = SeededGenerator()
    var count = 0
    var round = 0
    let deadline = Deadline(seconds: 2.5)
    while !deadline.isOver {
      let raw = try Stranger(port: port, from: source)
      raw.say(Array(handshakeStart.prefix(Int.random(in: 0...handshakeStart.count, using: &random))))
      raw.reset()
      // In the middle of a handshake, wherever it stands after some turns.
      let early = try silent(port)
      let poll = WirePoll([early])
      early.send(.hello(ClientHello(software: "hostile", run: 1)))
      for _ in 0..<Int.random(in: 0...3, using: &random) { poll.turn(milliseconds: 2) }
      early.reset()
      // Within a record, within a frame, and with answers on their way.
      let late = round % 8 == 0 ? try member("reset\(round)", port) : try connected(port)
      switch Int.random(in: 0...3, using: &random) {
      case 0: late.send(beneathTLS: [0x17, 0x03, 0x03, 0x40, 0x00] + [UInt8](repeating: 0xEE, count: 777))
      case 1: late.send(raw: [0, 0, 0x0F, 0xFF, 0x0A])
      case 2: for _ in 0..<50 { late.request(.checkName("nobody")) }
      default: late.send(beneathTLS: [0x17, 0x03, 0x03])
      }
      late.reset()
      count += 3
      round += 1
    }
    return AttackReport(summary: "\(count) resets")
  }
}
