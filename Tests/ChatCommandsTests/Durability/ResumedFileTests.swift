import ChatCore
import ChatTestSupport
import Testing

extension Durability {
  /// Transfers that go on over another connection, as the protocol document tells it.
  @Suite(.waiting) struct ResumedFileTests {
    private static let size: Int64 = 2 << 20
    /// SHA-256 of so many bytes of 5.
    private static let digest: [UInt8] = [
      0x5E, 0xE8, 0x82, 0x79, 0x94, 0x1E, 0x4B, 0x2F, 0xBA, 0x27, 0x90, 0x72, 0x30, 0x77, 0xE7, 0xBA,
      0x00, 0xF2, 0x36, 0x79, 0xAF, 0x8D, 0xE0, 0x27, 0xC6, 0x67, 0xEA, 0x97, 0x68, 0x48, 0xAE, 0x2C,
    ]

    /// A sender whose connection was cut in the middle of an upload, and is there again.
    private struct Stand {
      let server: ServerProcess
      let sender = WireClient()
      let receiver = WireClient()
      var offer: UInt64 = 0
      var sent: Int64 = 0

      init(options: [String] = []) throws {
        server = try ServerProcess(options: options)
        for (client, name) in [(sender, "sender"), (receiver, "receiver")] {
          try client.connect(port: server.port)
          try client.register(name)
          try client.logIn(name)
        }
        offer = sender.request(.offerFile(to: "receiver", name: "half.bin", size: ResumedFileTests.size))
        guard case .uploadAccepted(let transfer, _) = try sender.answer(to: offer) else {
          throw ChildProcess.Mismatch(description: "the upload was not accepted")
        }
        sent = try send(ResumedFileTests.size / 2, as: transfer)
        try sender.wait(until: "half of it is written") { sender.credit[transfer] == Upload.window }
        sender.cut()
      }

      /// Sends bytes of a file and gives how many.
      func send(_ count: Int64, as transfer: TransferID) throws -> Int64 {
        var sent: Int64 = 0
        try sender.wait(until: "\(count) bytes are sent") {
          while sent < count, let credit = sender.credit[transfer], credit >= Int64(Upload.maximumChunk) {
            let chunk = [UInt8](repeating: 5, count: Int(min(Int64(Upload.maximumChunk), count - sent)))
            sender.spend(Int64(chunk.count), of: transfer)
            sender.send(.chunk(transfer, chunk))
            sent += Int64(chunk.count)
          }
          return sent == count
        }
        return sent
      }

      /// Logs in on a new connection of the same run, once the server has noticed that the other one is gone.
      static func comeBack(_ client: WireClient, as name: String, to server: ServerProcess) throws {
        let deadline = Deadline(seconds: ChildProcess.patience)
        while !deadline.isOver {
          try client.connect(port: server.port)
          if case .welcome = try client.ask(.logIn(name: name, password: WireClient.password)) { return }
        }
        throw ChildProcess.Mismatch(description: "\(name) could not come back")
      }
    }

    @Test func anUploadGoesOnAndIsWhole() throws {
      let stand = try Stand()
      try Stand.comeBack(stand.sender, as: "sender", to: stand.server)
      let resumption = stand.sender.request(.resumeUpload(offer: stand.offer))
      guard case .uploadResumed(let transfer, let offset, _) = try stand.sender.answer(to: resumption) else {
        throw ChildProcess.Mismatch(description: "the upload did not go on")
      }
      #expect(offset == stand.sent)
      _ = try stand.send(Self.size - offset, as: transfer)
      stand.sender.send(.endOfFile(transfer, digest: Self.digest))
      try stand.sender.wait(until: "it is stored") {
        stand.sender.replies[resumption] == .fileStored(name: "half.bin")
      }
      try stand.receiver.wait(until: "its receiver is told") { stand.receiver.shown.last?.body == "half.bin" }
      try Self.fetchInTwoParts(stand)
    }

    /// The receiver's connection is cut when half of the file has come.
    private static func fetchInTwoParts(_ stand: Stand) throws {
      let receiver = stand.receiver
      guard
        case .downloadAccepted(_, let file, _, size, digest) =
          try receiver.ask(.getFile(from: "sender", name: "half.bin"))
      else { throw ChildProcess.Mismatch(description: "the download was not accepted") }
      try receiver.wait(until: "some of it is here") { receiver.downloaded > 0 }
      let offset = receiver.downloaded
      receiver.cut()
      try Stand.comeBack(receiver, as: "receiver", to: stand.server)
      #expect(try receiver.ask(.resumeDownload(file, offset: size + 1)) == .refused(.noSuchTransfer))
      guard case .downloadAccepted = try receiver.ask(.resumeDownload(file, offset: offset)) else {
        throw ChildProcess.Mismatch(description: "the download did not go on")
      }
      try receiver.wait(until: "the rest is here") { receiver.downloaded >= size }
      #expect(receiver.downloaded == size)
      #expect(try receiver.ask(.fileReceived(file)) == .fileHandedOver)
    }

    @Test func whatIsNotGoneOnWithGoesWithTheGrace() throws {
      let stand = try Stand(options: ["--resume-grace", "1"])
      #expect(try stand.server.data.names(in: "files").count == 1)
      try stand.server.awaitEmptyDepot()
      try Stand.comeBack(stand.sender, as: "sender", to: stand.server)
      #expect(try stand.sender.ask(.resumeUpload(offer: stand.offer)) == .refused(.noSuchTransfer))
    }

    @Test(arguments: [true, false])
    func aRestartLeavesNothingOfIt(isOrderly: Bool) throws {
      let stand = try Stand()
      if isOrderly {
        stand.server.process.signal(15)
        #expect(try stand.server.process.wait() == 0)
        #expect(try stand.server.data.names(in: "files").isEmpty)
      } else {
        try stand.server.process.crash()
      }
      let next = try ServerProcess(data: stand.server.data)
      #expect(try next.data.names(in: "files").isEmpty)
      try Stand.comeBack(stand.sender, as: "sender", to: next)
      #expect(try stand.sender.ask(.resumeUpload(offer: stand.offer)) == .refused(.noSuchTransfer))
    }
  }
}
