import ChatCore
import ChatTestSupport
import Glibc
import Testing

/// Who sends more of a file than there is credit for is put out, and nobody else notices.
@Suite(.waiting) struct OverdrawnCreditTests {
  private static let sentence =
    "Your client does not keep to the protocol: it sent more of a file than it was given credit for."

  /// Credit comes when bytes are written, so the disk has to stand still for nobody to be given any: the server opens a
  /// file that is a pipe without a writer.
  @Test func whoOverdrawsIsPutOutAndTheOthersAreServed() throws {
    let server = try ServerProcess(options: ["--resume-grace", "0"])
    let talk = try Talk(server)
    let home = try TemporaryDirectory()
    let there = try TemporaryDirectory()
    try home.write("in the way", to: "small.txt")
    try home.writeZeros(3 << 20, to: "honest.bin")
    let carl = try server.member("carl", directory: home.path)
    let dora = try server.member("dora", directory: there.path)
    _ = try carl.answer(to: "file dora small.txt")
    try dora.expect("carl(file_transfer): small.txt\n")
    let number = try #require(try server.data.names(in: "files").first)
    let path = server.data.path(of: "files/\(number)")
    try #require(unlink(path) == 0 && mkfifo(path, 0o600) == 0)
    dora.send("fileget carl small.txt")
    try dora.expect("Please wait until")

    let mallory = try WireClient.member("mallory", of: server)
    let offer = Request.offerFile(to: "dora", name: "much.bin", size: 4 * Upload.window)
    guard case .uploadAccepted(let transfer, let credit) = try mallory.ask(offer) else {
      throw ChildProcess.Mismatch(description: "the upload was not accepted")
    }
    let chunk = [UInt8](repeating: 5, count: Upload.maximumChunk)
    for _ in 0..<Int(credit) / chunk.count {
      mallory.send(.chunk(transfer, chunk))
    }
    // So much is hers: what comes behind it is answered.
    _ = try mallory.ask(.whoelse)
    #expect(mallory.isOpen)
    // Another one has as much on the way, and sends no more.
    carl.send("file dora honest.bin")
    try carl.expect("Now begin transferring")
    mallory.send(.chunk(transfer, chunk))
    try mallory.wait(until: "she is put out") { !mallory.isOpen }
    #expect(mallory.events.last == .putOut(reason: Self.sentence))
    // The disk stands still until the test says otherwise; whoever waited for it would wait in vain.
    var left = 10
    _ = try talk.goOn(until: "ten messages have arrived") {
      left -= 1
      return left == 0
    }

    // Opening it to write lets the server go on, and works only where it waits.
    let writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    try #require(writer >= 0)
    close(writer)
    try carl.expect("has been successfully received by the server.\n")
    try dora.expect("carl(file_transfer): honest.bin\n")
    dora.send("fileget carl honest.bin")
    try dora.expect("receive file success!")
    #expect(try there.size(of: "honest.bin") == 3 << 20)
    // Nothing is left of what she sent, and she may come back.
    _ = try talk.goOn(until: "the bytes are gone") {
      (try? server.data.names(in: "files")) == [number]
    }
    _ = try WireClient.returning("mallory", to: server)
  }
}
