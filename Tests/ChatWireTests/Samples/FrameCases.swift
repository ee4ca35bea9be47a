import ChatCore
import ChatWire

enum ClientFrameCase: SampledCase {
  case hello, request, ping, typing, chunk, endOfFile, credit

  init(of frame: ClientFrame) {
    self =
      switch frame {
      case .hello: .hello
      case .request: .request
      case .ping: .ping
      case .typing: .typing
      case .chunk: .chunk
      case .endOfFile: .endOfFile
      case .credit: .credit
      }
  }

  func sample(_ sampler: inout Sampler) -> ClientFrame {
    switch self {
    case .hello:
      .hello(
        ClientHello(
          version: sampler.integer(0...UInt32.max), software: sampler.name(), run: sampler.integer(0...UInt64.max),
          level: sampler.integer(0...UInt32.max)))
    case .request: .request(number: sampler.number(), sampler.one(of: RequestCase.self))
    case .ping: .ping
    case .typing: .typing
    case .chunk: .chunk(sampler.transfer(), sampler.bytes(1...300))
    case .endOfFile: .endOfFile(sampler.transfer(), digest: sampler.digest())
    case .credit: .credit(sampler.transfer(), bytes: sampler.integer(1...(1 << 30)))
    }
  }
}

enum ServerFrameCase: SampledCase {
  case hello, reply, event, pong, chunk, endOfFile, credit

  init(of frame: ServerFrame) {
    self =
      switch frame {
      case .hello: .hello
      case .reply: .reply
      case .event: .event
      case .pong: .pong
      case .chunk: .chunk
      case .endOfFile: .endOfFile
      case .credit: .credit
      }
  }

  func sample(_ sampler: inout Sampler) -> ServerFrame {
    switch self {
    case .hello:
      .hello(
        ServerHello(
          version: sampler.integer(0...UInt32.max), software: sampler.name(),
          keepAliveSeconds: sampler.seconds().rounded(.up) + 1,
          refusal: Bool.random(using: &sampler.generator) ? sampler.one(of: RefusalCase.self) : nil,
          level: sampler.integer(0...UInt32.max)))
    case .reply: .reply(number: sampler.number(), sampler.one(of: ReplyCase.self))
    case .event: .event(sampler.one(of: EventCase.self))
    case .pong: .pong
    case .chunk: .chunk(sampler.transfer(), sampler.bytes(1...300))
    case .endOfFile: .endOfFile(sampler.transfer())
    case .credit: .credit(sampler.transfer(), bytes: sampler.integer(1...(1 << 30)))
    }
  }
}
