@testable import ChatLoad

extension ChatScenario {
  /// Four people, two of whom write, for a third of a second.
  static func short(_ drive: Chat.Drive, seconds: Double = 0.3) -> ChatScenario {
    ChatScenario(members: 4, senders: 2, flow: Chat.Flow(drive: drive), seconds: seconds, warmUp: 0.05)
  }

  /// Runs it against what listens there on the loopback.
  func run(port: UInt16, patience: Double = 10) throws -> LoadReport {
    try run(Target(port: port, patience: patience))
  }
}
