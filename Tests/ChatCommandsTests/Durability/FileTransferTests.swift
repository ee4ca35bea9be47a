import ChatCore
import ChatTestSupport
import Glibc
import Testing

extension Durability {
  /// Large files beside chat, and transfers that break: 1 GiB goes through with both sides below 100 MiB of memory.
  @Suite(.waiting) struct FileTransferTests {
    /// Full size where the server and the clients are optimized.
    private static let size = Executable.isOptimized ? 1 << 30 : 256 << 20
    private static let allowedMemory = 100 << 20

    @Test(.disabled(if: TestLoad.isSanitized, "a sanitizer takes memory of its own"))
    func aLargeFileGoesThroughWhileOthersChat() throws {
      let server = try ServerProcess()
      let home = try TemporaryDirectory()
      try home.writeZeros(Self.size, to: "large.bin")
      let sender = try server.member("sender", directory: home.path)
      let receiving = try TemporaryDirectory()
      let receiver = try server.member("receiver", directory: receiving.path)
      let talk = try Talk(server)

      sender.send("file receiver large.bin")
      try sender.expect("Now begin transferring, please wait...")
      let up = try talk.goOn(until: "the upload is over") {
        sender.readAvailable()
        return sender.hasSaid("has been successfully received by the server.")
      }
      #expect(!sender.hasSaid("Error!"))
      try receiver.expect("sender(file_transfer): large.bin")

      receiver.send("fileget sender large.bin")
      try receiver.expect("Please wait until")
      let down = try talk.goOn(until: "the download is over") {
        receiver.readAvailable()
        return receiver.hasSaid("receive file success!\n")
      }
      let saved = try #require(try receiving.names().first)
      #expect(try receiving.size(of: saved) == Self.size)

      print(
        "\(Self.size >> 20) MiB up \(up.summary), down \(down.summary); memory at most: server "
          + Self.peaks([server.process, sender, receiver]))
      for (name, process) in [("server", server.process), ("sender", sender), ("receiver", receiver)] {
        let peak = ProcessMemory(of: process.pid).peak
        #expect(peak > 0 && peak < Self.allowedMemory, "\(name): \(peak >> 20) MiB")
      }
      // Chat did not queue behind the file: that would have taken nearly as long as the file.
      for pace in [up, down] {
        #expect(pace.answered > 0 && pace.slowest < max(2, pace.seconds / 4), "\(pace.summary)")
      }
    }

    @Test func aConnectionCutInMidUploadLeavesNothingBehind() throws {
      let server = try ServerProcess(options: ["--resume-grace", "1"])
      let sender = try Self.startUpload(to: server)
      let partial = try server.data.names(in: "files")
      #expect(partial.count == 1)
      sender.cut()
      try server.awaitEmptyDepot()
      let receiver = try WireClient.returning("receiver", to: server)
      #expect(try receiver.ask(.listFiles) == .waitingFiles([]))
    }

    @Test func aServerKilledInMidUploadSweepsWhenItStarts() throws {
      var server = try ServerProcess(options: ["--resume-grace", "0"])
      let sender = try Self.startUpload(to: server)
      try server.process.crash()
      #expect(try server.data.names(in: "files").count == 1)
      server = try ServerProcess(data: server.data, options: ["--resume-grace", "0"])
      #expect(try server.data.names(in: "files").isEmpty)
      let receiver = try WireClient.returning("receiver", to: server)
      #expect(try receiver.ask(.listFiles) == .waitingFiles([]))
      sender.cut()
    }

    /// A client that has sent half of a file, and whose half is on the server's disk.
    private static func startUpload(to server: ServerProcess) throws -> WireClient {
      let receiver = WireClient()
      try receiver.connect(port: server.port)
      try receiver.register("receiver")
      let sender = try WireClient.member("sender", of: server)
      let offer = Request.offerFile(to: "receiver", name: "half.bin", size: 8 << 20)
      guard case .uploadAccepted(let transfer, _) = try sender.ask(offer) else {
        throw ChildProcess.Mismatch(description: "the upload was not accepted")
      }
      var sent: Int64 = 0
      let chunk = [UInt8](repeating: 5, count: Upload.maximumChunk)
      try sender.wait(until: "half of it is written") {
        while sent < 4 << 20, let credit = sender.credit[transfer], credit >= Int64(chunk.count) {
          sender.spend(Int64(chunk.count), of: transfer)
          sender.send(.chunk(transfer, chunk))
          sent += Int64(chunk.count)
        }
        return sent >= 4 << 20 && sender.credit[transfer] == Upload.window
      }
      return sender
    }

    private static func peaks(_ processes: [ChildProcess]) -> String {
      processes.map { "\(ProcessMemory(of: $0.pid).peak >> 20) MiB" }.joined(separator: ", clients ")
    }
  }
}
