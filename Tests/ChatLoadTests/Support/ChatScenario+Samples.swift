import ChatNet

@testable import ChatLoad

extension ChatScenario {
  /// Four people, two of whom write, for a third of a second.
  static func short(_ drive: Chat.Drive, seconds: Double = 0.3, patience: Double = 0.5) -> ChatScenario {
    ChatScenario(
      kind: .fanout, members: 4, senders: 2, drive: drive, bodyBytes: 64, seconds: seconds, warmUp: 0.05,
      patience: patience)
  }

  /// Runs it against what listens there on the loopback.
  func run(port: UInt16) throws -> LoadReport {
    try run(Target(address: SocketAddress(ipv4: 0x7F00_0001, port: port), security: .plain))
  }
}
