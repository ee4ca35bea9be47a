import ChatCore
import ChatTestSupport
import Testing

@testable import ChatWire

@Suite struct RoundTripTests {
  @Test func everyRequestComesThrough() throws {
    try everyCase(of: RequestCase.self) { .client(.request(number: 7, $0)) }
  }

  @Test func everyReplyComesThrough() throws {
    try everyCase(of: ReplyCase.self) { .server(.reply(number: 7, $0)) }
  }

  @Test func everyRefusalComesThrough() throws {
    try everyCase(of: RefusalCase.self) { .server(.reply(number: 7, .refused($0))) }
    for action in Refusal.Action.allCases {
      try check(.server(.reply(number: 7, .refused(.toYourself(action)))))
    }
  }

  @Test func everyEventComesThrough() throws {
    try everyCase(of: EventCase.self) { .server(.event($0)) }
  }

  @Test func everyFrameComesThrough() throws {
    try everyCase(of: ClientFrameCase.self) { .client($0) }
    try everyCase(of: ServerFrameCase.self) { .server($0) }
  }

  @Test func everySenderKindAndFarewellComesThrough() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for sender in SenderLabelCase.allCases.map({ $0.sample(&sampler) }) {
      for kind in MessageKind.allCases {
        try check(.server(.event(.message(sampler.message(from: sender, kind: kind)))))
      }
    }
    for farewell in Farewell.allCases {
      try check(.client(.request(number: 1, .leave(farewell))))
      try check(.server(.reply(number: 1, .goodbye(farewell))))
    }
  }

  @Test func theLargestChunkComesThrough() throws {
    let chunk = [UInt8](repeating: 0xA5, count: FrameLimit.chunk)
    try check(.client(.chunk(TransferID(rawValue: 1), chunk)))
    try check(.server(.chunk(TransferID(rawValue: 1 << 62), chunk)))
  }

  @Test func aHelloThatRefusesNeedNoKeepAlive() throws {
    try check(.server(.hello(ServerHello(software: "s", keepAliveSeconds: 0, refusal: .stopping))))
  }

  @Test func randomConversationsComeThrough() throws {
    var sampler = Sampler(generator: SeededGenerator())
    for _ in 0..<200 {
      let client = (0..<10).map { _ in sampler.one(of: ClientFrameCase.self) }
      let server = (0..<10).map { _ in sampler.one(of: ServerFrameCase.self) }
      let clientBytes = try client.flatMap { try $0.encoded(limit: FrameLimit.afterLogIn) }
      #expect(try ClientFrame.frames(in: clientBytes) == client, "seed \(sampler.generator.seed)")
      #expect(try ServerFrame.frames(in: server.flatMap { $0.encoded() }) == server, "seed \(sampler.generator.seed)")
    }
  }

  @Test func aFrameWrittenInPiecesIsReadLikeAnyOther() throws {
    // The same field twice: protobuf merges the two. The length in more bytes than it needs is lawful too.
    let pieces: [UInt8] = [0x0A, 0x02, 0x08, 0x07, 0x0A, 0x84, 0x00, 0x22, 0x02, 0x68, 0x69]
    let whole = ClientFrame.request(number: 7, .broadcast(body: "hi"))
    #expect(try pieces.withUnsafeBytes { try ClientFrame.decode($0) } == whole)
    let padded: [UInt8] = [0x0A, 0x86, 0x80, 0x80, 0x00, 0x08, 0x07, 0x22, 0x02, 0x68, 0x69]
    #expect(try padded.withUnsafeBytes { try ClientFrame.decode($0) } == whole)
  }

  private enum Frame {
    case client(ClientFrame)
    case server(ServerFrame)
  }

  private func everyCase<Case: SampledCase>(of type: Case.Type, _ frame: (Case.Value) -> Frame) throws {
    var sampler = Sampler(generator: SeededGenerator(for: "every \(type)"))
    for sampled in type.allCases {
      for _ in 0..<20 {
        let value = sampled.sample(&sampler)
        try #require(Case(of: value) == sampled)
        try check(frame(value), "seed \(sampler.generator.seed)")
      }
    }
  }

  private func check(_ frame: Frame, _ comment: Comment? = nil) throws {
    switch frame {
    case .client(let frame):
      #expect(try ClientFrame.frames(in: frame.encoded(limit: FrameLimit.afterLogIn)) == [frame], comment)
    case .server(let frame):
      #expect(try ServerFrame.frames(in: frame.encoded()) == [frame], comment)
    }
  }
}
