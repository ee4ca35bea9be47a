import ChatCore
import ChatTestSupport
import ChatWireOracle
import Testing

@testable import ChatWire

/// Whatever a program of ours encodes, the other side takes.
@Suite struct LongFrameTests {
  @Test func longListsComeInSeveralReplies() throws {
    let names = (0..<20_000).map { "user.with.a.long.name.\($0)" }
    for reply in [Reply.others(names), .lastHour(names)] {
      let bytes = ServerFrame.reply(number: 4, reply).encoded()
      #expect(try messages(in: bytes).count > 10)
      #expect(try messages(in: bytes).allSatisfy { $0.count <= FrameLimit.listPart })
      #expect(try ServerFrame.frames(in: bytes) == [.reply(number: 4, reply)])
    }
    let files = (0..<2_000).map {
      FileListing(sender: "sender\($0)", name: String(repeating: "n", count: 255), size: 1 << 62)
    }
    let bytes = ServerFrame.reply(number: 4, .waitingFiles(files)).encoded()
    #expect(try messages(in: bytes).count > 10)
    #expect(try messages(in: bytes).allSatisfy { $0.count <= FrameLimit.listPart + 100 })
    #expect(try ServerFrame.frames(in: bytes) == [.reply(number: 4, .waitingFiles(files))])
  }

  @Test func otherFramesMayComeBetweenTheParts() throws {
    let names = (0..<2_000).map { "user.with.a.long.name.\($0)" }
    let parts = try messages(in: ServerFrame.reply(number: 4, .others(names)).encoded())
    let pong = try #require(try messages(in: ServerFrame.pong.encoded()).first)
    var decoder = ServerFrameDecoder()
    var frames: [ServerFrame] = []
    for message in parts.flatMap({ [$0, pong] }) {
      frames += try message.withUnsafeBytes { try decoder.decode($0) }.map { [$0] } ?? []
    }
    #expect(frames.count == parts.count + 1)
    #expect(frames.suffix(2) == [.reply(number: 4, .others(names)), .pong])
  }

  @Test func anotherReplyBetweenThePartsIsRefused() throws {
    var part = Wire_ServerFrame()
    part.reply.number = 4
    part.reply.others.names = ["a"]
    part.reply.others.more = true
    let first: [UInt8] = try part.serializedBytes()
    for (other, field) in [
      (ServerFrame.reply(number: 4, .doneBefore), "Reply.result"), (.reply(number: 4, .lastHour([])), "Reply.result"),
      (.reply(number: 5, .others([])), "Reply.number"),
    ] {
      var decoder = ServerFrameDecoder()
      #expect(try first.withUnsafeBytes { try decoder.decode($0) } == nil)
      let second = Array(other.encoded().dropFirst(4))
      #expect(throws: FrameError.outOfRange(field: field)) { try second.withUnsafeBytes { try decoder.decode($0) } }
    }
  }

  @Test func aListWithoutEndIsRefused() {
    let part = Reply.others([String(repeating: "n", count: 60_000)])
    var list = PartialList(number: 4)
    var taken = 0
    #expect(throws: FrameError.outOfRange(field: "Reply.result")) {
      while true {
        _ = try list.append(part, number: 4, more: true)
        taken += 60_000
      }
    }
    #expect((FrameLimit.list - 100_000...FrameLimit.list).contains(taken))
  }

  @Test func whatWasTypedComesBackShortened() throws {
    let long = String(repeating: "字", count: 20_000)
    let refusals: [Refusal] = [
      .nameMalformed(long), .noSuchFile(from: long, name: long), .fileFailed(long, reason: long), .other(long),
    ]
    for refusal in refusals {
      let bytes = ServerFrame.reply(number: 1, .refused(refusal)).encoded()
      #expect(bytes.count < FrameLimit.beforeLogIn)
      #expect(try ServerFrame.frames(in: bytes).count == 1)
    }
    for event in [
      Event.putOut(reason: long), .announcement(long), .transferFailed(TransferID(rawValue: 1), reason: long),
    ] {
      #expect(try ServerFrame.frames(in: ServerFrame.event(event).encoded()).count == 1)
    }
  }

  @Test func aFrameLongerThanTheServerTakesIsNotEncoded() throws {
    let frame = ClientFrame.request(number: 1, .checkName(String(repeating: "n", count: 4_090)))
    #expect(throws: FrameError.tooLong(length: 4_099, limit: 4_096)) {
      try frame.encoded(limit: FrameLimit.beforeLogIn)
    }
    #expect(try ClientFrame.frames(in: frame.encoded(limit: FrameLimit.afterLogIn)) == [frame])
  }

  @Test func aBodyAtItsLimitFits() throws {
    let body = String(repeating: "\u{10FFFF}", count: ChatMessage.maximumBodyBytes / 4)
    let frame = ClientFrame.request(number: 1, .broadcast(body: body))
    #expect(try ClientFrame.frames(in: frame.encoded(limit: FrameLimit.afterLogIn)) == [frame])
  }

  @Test func aCutNeverSplitsACharacter() {
    #expect("abc".fitting(3) == "abc")
    #expect("abcd".fitting(3) == "abc")
    #expect("ab字".fitting(4) == "ab")
    #expect("字".fitting(2) == "")
    #expect("ab👍".fitting(5) == "ab")
    #expect("".fitting(0) == "")
    #expect("e\u{301}".fitting(1) == "e")
  }
}
