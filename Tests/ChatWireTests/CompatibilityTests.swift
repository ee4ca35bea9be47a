import ChatCore
import ChatWireOracle
import SwiftProtobuf
import Testing

@testable import ChatWire

/// A newer peer may say more than this program knows.
@Suite struct CompatibilityTests {
  @Test func unknownFieldsAreIgnored() throws {
    // Field 1000, a string, at the end of the frame.
    let unknown: [UInt8] = [0xC2, 0x3E, 0x02, 0x68, 0x69]
    let client = ClientFrame.request(number: 3, .broadcast(body: "hi"))
    let clientBytes = try client.encoded(limit: FrameLimit.afterLogIn).dropFirst(4) + unknown
    #expect(try decode(client: Array(clientBytes)) == client)
    let server = ServerFrame.event(.loggedIn(name: "Google"))
    #expect(try decode(server: Array(server.encoded().dropFirst(4) + unknown)) == server)
  }

  @Test func unknownKindsAreNil() throws {
    // Field 1000 alone, in place of a kind.
    let unknown: [UInt8] = [0xC2, 0x3E, 0x02, 0x68, 0x69]
    #expect(try decode(client: unknown) == nil)
    #expect(try decode(server: unknown) == nil)
    #expect(try decode(server: wrapped(unknown, inField: 3)) == nil, "an event of an unknown kind")
    #expect(try decode(server: wrapped([0x08, 0x05] + unknown, inField: 2)) == nil, "a reply of an unknown kind")
    #expect(unknown.withUnsafeBytes { ClientFrame.answerToUnknown($0) } == nil)
  }

  @Test func anUnknownRequestIsAnswered() throws {
    let request = wrapped([0x08, 0x05, 0xC2, 0x3E, 0x02, 0x68, 0x69], inField: 1)
    #expect(try decode(client: request) == nil)
    guard case .reply(5, .refused(.other(let text))) = request.withUnsafeBytes({ ClientFrame.answerToUnknown($0) })
    else {
      Issue.record("no answer to an unknown request")
      return
    }
    #expect(!text.isEmpty)
  }

  @Test func aRequestOfAnotherRoomIsUnknown() throws {
    for (room, known) in [(0, true), (1, true), (2, false)] as [(UInt32, Bool)] {
      var frame = Wire_ClientFrame()
      frame.request.number = 9
      frame.request.room = room
      frame.request.whoelse = Wire_Nothing()
      let bytes: [UInt8] = try frame.serializedBytes()
      #expect(try decode(client: bytes) == (known ? .request(number: 9, .whoelse) : nil))
      #expect(bytes.withUnsafeBytes { ClientFrame.answerToUnknown($0) } != nil)
    }
  }

  @Test func aMessageOfAnotherRoomOrKindIsIgnored() throws {
    var frame = Wire_ServerFrame()
    frame.message.id = 1
    frame.message.kind = .broadcast
    frame.message.room = 2
    #expect(try decode(server: frame.serializedBytes()) == nil)
    frame.message.room = 1
    #expect(try decode(server: frame.serializedBytes()) != nil)
    frame.message.kind = .UNRECOGNIZED(77)
    #expect(try decode(server: frame.serializedBytes()) == nil)
  }

  @Test func aSenderOfUnknownTypeIsShownByName() throws {
    var frame = Wire_ServerFrame()
    frame.message.id = 1
    frame.message.kind = .broadcast
    frame.message.sender = "bridge"
    frame.message.senderType = .UNRECOGNIZED(77)
    guard case .event(.message(let message)) = try decode(server: frame.serializedBytes()) else {
      Issue.record("no message")
      return
    }
    #expect(message.sender == .former("bridge"))
  }

  @Test func anUnknownRefusalShowsItsText() throws {
    #expect(try refusal { $0.code = .UNRECOGNIZED(999) } == .other("Because."))
    #expect(try refusal { $0.code = .other } == .other("Because."))
  }

  @Test func aKnownRefusalWithParametersOutOfRangeShowsItsText() throws {
    for seconds in [-1, .nan, .infinity, 1e300] {
      #expect(
        try refusal {
          $0.code = .stillBlocked
          $0.seconds = seconds
        } == .other("Because."))
    }
    #expect(
      try refusal {
        $0.code = .full
        $0.number = -1
      } == .other("Because."))
  }

  @Test func aRefusalWithoutTextStillSaysSomething() throws {
    guard
      case .other(let text) = try refusal({
        $0.code = .UNRECOGNIZED(999)
        $0.text = ""
      })
    else {
      Issue.record("not shown by its text")
      return
    }
    #expect(text.contains("999"))
  }

  @Test func everyRefusalHasATextThatDoesNotSayErrorTwice() throws {
    var sampler = Sampler(generator: .init())
    for refusal in RefusalCase.allCases.map({ $0.sample(&sampler) }) {
      let text = try text(of: refusal)
      #expect(!text.isEmpty, "\(refusal)")
      #expect(!text.hasPrefix("Error!"), "\(refusal)")
    }
    #expect(try text(of: .unknownName) == "Username not existing. Please type again:")
    #expect(try text(of: .other("Because.")) == "Because.")
  }

  private func text(of refusal: Refusal) throws -> String {
    let message = ServerFrame.reply(number: 1, .refused(refusal)).encoded().dropFirst(FrameReader.headerBytes)
    return try Wire_ServerFrame(serializedBytes: Array(message)).reply.refused.text
  }

  private func refusal(_ change: (inout Wire_Refusal) -> Void) throws -> Refusal? {
    var frame = Wire_ServerFrame()
    frame.reply.number = 1
    frame.reply.refused.text = "Because."
    change(&frame.reply.refused)
    guard case .reply(1, .refused(let refusal)) = try decode(server: frame.serializedBytes()) else { return nil }
    return refusal
  }

  private func wrapped(_ bytes: [UInt8], inField field: UInt8) -> [UInt8] {
    [field << 3 | 2, UInt8(bytes.count)] + bytes
  }

  private func decode(client bytes: [UInt8]) throws -> ClientFrame? {
    try bytes.withUnsafeBytes { try ClientFrame.decode($0) }
  }

  private func decode(server bytes: [UInt8]) throws -> ServerFrame? {
    var decoder = ServerFrameDecoder()
    return try bytes.withUnsafeBytes { try decoder.decode($0) }
  }
}
