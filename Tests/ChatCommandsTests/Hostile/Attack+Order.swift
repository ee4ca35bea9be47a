import ChatCore
import ChatTestSupport
import ChatWire

// Frames that are whole, and stand where they must not.
extension Attack {
  private static let digest = [UInt8](repeating: 7, count: 32)
  /// SHA-256 of 4 MiB of fives.
  private static let fivesDigest: [UInt8] = [
    0xDC, 0xA7, 0x5D, 0x3C, 0x99, 0x51, 0x79, 0x6A, 0xDE, 0xC4, 0xE0, 0xBC, 0xB2, 0xE8, 0xC2, 0xC4,
    0xE5, 0x53, 0xBB, 0xF8, 0x58, 0xD6, 0x53, 0xAC, 0xD7, 0x51, 0x62, 0x5E, 0xCE, 0x86, 0xEF, 0x5C,
  ]
  private static let hello = ClientFrame.hello(ClientHello(software: "hostile", run: 1))

  static func mixUpFrames(_ port: Int) throws -> AttackReport {
    var report = AttackReport(summary: "")
    let sender = try member("sender", port)
    let receiver = try member("receiver", port)
    try overdrawDownload(from: sender, by: receiver, &report)
    var rounds = 0
    let deadline = Deadline(seconds: 2)
    while !deadline.isOver {
      try sendBeforeHello(port, &report)
      try sendWhatEnds(port, &report)
      try sendWhatIsIgnored(port, sender, &report)
      try spoilUploads(sender, to: receiver, rounds, &report)
      rounds += 1
    }
    report.check(sender.isOpen && receiver.isOpen, "the members were cut")
    sender.cut()
    receiver.cut()
    report.summary = "\(rounds) rounds"
    return report
  }

  /// Anything but a hello comes first.
  private static func sendBeforeHello(_ port: Int, _ report: inout AttackReport) throws {
    let frames: [ClientFrame] = [
      .request(number: 1, .whoelse), .ping, .chunk(TransferID(rawValue: 1), [1]),
      .endOfFile(TransferID(rawValue: 1), digest: digest), .credit(TransferID(rawValue: 1), bytes: 1),
    ]
    for frame in frames {
      let client = try silent(port)
      client.send(frame)
      report.check(waitForEnd(WirePoll([client])) { !client.isOpen }, "\(frame) was taken before the hello")
      report.check(client.hello == nil, "\(frame) was answered")
    }
  }

  /// What no client sends.
  private static func sendWhatEnds(_ port: Int, _ report: inout AttackReport) throws {
    let twice = try connected(port)
    twice.send(hello)
    report.check(waitForEnd(WirePoll([twice])) { !twice.isOpen }, "a second hello was taken")
    let garbage = try connected(port)
    garbage.send(raw: [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF])
    report.check(waitForEnd(WirePoll([garbage])) { !garbage.isOpen }, "garbage was taken")
  }

  /// What a client that is not up to date with the server might send.
  private static func sendWhatIsIgnored(_ port: Int, _ sender: WireClient, _ report: inout AttackReport) throws {
    let prompted = try connected(port)
    for client in [prompted, sender] {
      for number: UInt64 in [1, 77, 1 << 62] {
        let transfer = TransferID(rawValue: number)
        client.send(.chunk(transfer, [UInt8](repeating: 1, count: 3_000)))
        client.send(.credit(transfer, bytes: FrameLimit.credit))
        client.send(.endOfFile(transfer, digest: digest))
        client.send(.endOfFile(transfer, digest: digest))
      }
    }
    let early = try prompted.ask(.whoelse)
    report.check(early == .refused(.notLoggedIn), "before the log-in: \(early)")
    let again = try sender.ask(.logIn(name: "sender", password: WireClient.password))
    report.check(again == .refused(.alreadyLoggedIn), "a second log-in: \(again)")
    prompted.cut()
  }

  /// An upload that ends too early, then again; and one of which too much comes.
  private static func spoilUploads(
    _ sender: WireClient, to receiver: WireClient, _ round: Int, _ report: inout AttackReport
  ) throws {
    for excess in [-1, 1] {
      let number = sender.request(.offerFile(to: "receiver", name: "spoilt\(round)", size: 100))
      guard case .uploadAccepted(let transfer, _) = try sender.answer(to: number) else { continue }
      sender.send(.chunk(transfer, [UInt8](repeating: 1, count: 100 + excess)))
      sender.send(.endOfFile(transfer, digest: digest))
      sender.send(.endOfFile(transfer, digest: digest))
      let isOver = waitForEnd(WirePoll([sender])) {
        if case .refused(.fileDamaged) = sender.replies[number] { true } else { false }
      }
      report.check(isOver, "a spoilt upload ended with \(sender.replies[number].debugDescription)")
    }
  }

  /// A download that is given more credit than there can be.
  private static func overdrawDownload(
    from sender: WireClient, by receiver: WireClient, _ report: inout AttackReport
  ) throws {
    let size: Int64 = 4 << 20
    let number = sender.request(.offerFile(to: "receiver", name: "large", size: size))
    guard case .uploadAccepted(let transfer, _) = try sender.answer(to: number) else { return }
    let chunk = [UInt8](repeating: 5, count: Upload.maximumChunk)
    var sent: Int64 = 0
    try sender.wait(until: "the file is sent") {
      while sent < size, let credit = sender.credit[transfer], credit >= Int64(chunk.count) {
        sender.spend(Int64(chunk.count), of: transfer)
        sender.send(.chunk(transfer, chunk))
        sent += Int64(chunk.count)
      }
      return sent == size
    }
    sender.send(.endOfFile(transfer, digest: fivesDigest))
    try sender.wait(until: "it is stored") { sender.replies[number]?.isLast == true }
    guard case .downloadAccepted(let download, _, _, _, _) = try receiver.ask(.getFile(from: "sender", name: "large"))
    else { return report.complaints.append("no download") }
    let isOver = waitForEnd(WirePoll([receiver])) {
      // Credit that comes before the download has begun is that of an unknown transfer: it is ignored.
      receiver.send(.credit(download, bytes: FrameLimit.credit))
      return receiver.events.contains { if case .transferFailed(download, _) = $0 { true } else { false } }
    }
    report.check(isOver, "a credit of 1 GiB too much was taken")
  }
}
