import ChatCore
import ChatTestSupport
import ChatWire

// Frames that are never whole, or lie about their length.
extension Attack {
  /// The beginning of a TLS handshake: a record of 512 bytes with a ClientHello (RFC 8446, 4 and 5.1).
  static let handshakeStart: [UInt8] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]
  /// The beginning of a hello of 100 bytes.
  private static let helloStart: [UInt8] = [0, 0, 0, 100, 0x12, 98, 0x08, 1, 0x12, 94]
  /// The beginning of a request of 4,000 bytes.
  private static let requestStart: [UInt8] = [0, 0, 0x0F, 0xA0, 0x0A, 0x9D, 0x1F]

  static func sendHalfFrames(_ port: Int) throws -> AttackReport {
    var report = AttackReport(summary: "")
    let strangers = try (0..<200).map { number in
      let stranger = try Stranger(port: port, from: source)
      stranger.say(Array(handshakeStart.prefix(number % 12)))
      return stranger
    }
    let greeting = try (0..<30).map { number in
      let client = try silent(port)
      client.send(raw: Array(helloStart.prefix(number % 11)))
      return client
    }
    let prompted = try (0..<30).map { number in
      let client = try connected(port)
      client.send(raw: Array(requestStart.prefix(number % 8)))
      return client
    }
    let members = try (0..<8).map { try member("half\($0)", port) }
    for client in members {
      client.send(raw: [0, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 60_000))
    }
    let poll = WirePoll(greeting + prompted + members)
    let isOver = waitForEnd(poll) {
      strangers.allSatisfy { $0.isHungUpOn } && (greeting + prompted).allSatisfy { !$0.isOpen }
    }
    report.check(isOver, "half frames are waited for")
    report.check(members.allSatisfy { $0.isOpen }, "who is logged in may take its time")
    members.forEach { $0.cut() }
    report.summary = "\(strangers.count + greeting.count + prompted.count + members.count) connections"
    return report
  }

  static func sendByteByByte(_ port: Int) throws -> AttackReport {
    var report = AttackReport(summary: "")
    var strangers = try (0..<64).map { _ in try Stranger(port: port, from: source) }
    let greeting = try (0..<16).map { _ in try silent(port) }
    let prompted = try (0..<16).map { _ in try connected(port) }
    let count = strangers.count + greeting.count + prompted.count
    let poll = WirePoll(greeting + prompted)
    var sent = 0
    var nextByte = Deadline(seconds: 0)
    // More often than once a second: the sooner the bytes come, the sooner a limit that counts from the last one fails.
    let isOver = waitForEnd(poll) {
      if nextByte.isOver {
        nextByte = Deadline(seconds: 0.2)
        strangers.forEach { $0.say([handshakeStart.indices.contains(sent) ? handshakeStart[sent] : 0]) }
        greeting.forEach { $0.send(raw: [helloStart.indices.contains(sent) ? helloStart[sent] : 32]) }
        prompted.forEach { $0.send(raw: [requestStart.indices.contains(sent) ? requestStart[sent] : 32]) }
        sent += 1
      }
      strangers.removeAll { $0.isHungUpOn }
      return strangers.isEmpty && (greeting + prompted).allSatisfy { !$0.isOpen }
    }
    report.check(isOver, "single bytes keep connections open")
    report.summary = "\(count) connections, \(sent) bytes each"
    return report
  }

  static func announceHugeLengths(_ port: Int) throws -> AttackReport {
    var report = AttackReport(summary: "")
    let member = try member("huge", port)
    var count = 0
    let deadline = Deadline(seconds: 2)
    while !deadline.isOver {
      for length: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0]] {
        let plain = try Stranger(port: port, from: source)
        plain.say(length + [1, 2, 3, 4])
        let greeting = try silent(port)
        let prompted = try connected(port)
        for client in [greeting, prompted] { client.send(raw: length + [1, 2, 3, 4]) }
        let poll = WirePoll([greeting, prompted])
        let isOver = waitForEnd(poll) { !greeting.isOpen && !prompted.isOpen && plain.isHungUpOn }
        report.check(isOver, "a length of \(length) is taken")
        count += 3
      }
    }
    member.send(raw: [0xFF, 0xFF, 0xFF, 0xFF])
    report.check(waitForEnd(WirePoll([member])) { !member.isOpen }, "a member's length is taken")
    report.summary = "\(count) connections"
    return report
  }

  /// Whether `isOver` came true.
  static func waitForEnd(_ poll: WirePoll, _ isOver: () -> Bool) -> Bool {
    (try? poll.drive(until: "it is over", isOver)) != nil
  }
}
