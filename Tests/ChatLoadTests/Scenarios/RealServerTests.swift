import ChatStore
import ChatTestSupport
import Testing

@testable import ChatLoad

/// The scenarios against the server that they are for.
@Suite
struct RealServerTests {
  /// `ServerProcess` says the message rate itself.
  private static let lifted: [String] = {
    var options = MeasuredServer.liftedLimits
    options.removeSubrange(options.startIndex..<4)
    return ["--password-cost", "1"] + options
  }()

  /// Runs `scenarios` one after the other on a server of their own.
  private func measure(
    plaintext: Bool = true, _ scenarios: [@Sendable (Target) throws -> LoadReport]
  ) async throws -> [LoadReport] {
    try await beside {
      let data = try TemporaryDirectory()
      try Seeding(accounts: 20, broadcasts: 30, privateMessages: 10, mailbox: 5).fill(DataDirectory(path: data.path))
      let server = try ServerProcess(data: data, options: (plaintext ? ["--plaintext"] : []) + Self.lifted)
      let target = try Target(
        port: UInt16(server.port), isEncrypted: !plaintext, process: server.process.pid, patience: 20)
      return try scenarios.map { try $0(target) }
    }
  }

  @Test(arguments: [true, false]) func chat(plaintext: Bool) async throws {
    let broadcasts = ChatScenario.short(.window(16))
    var privates = broadcasts
    privates.kind = .private
    let reports = try await measure(plaintext: plaintext, [broadcasts.run, { [privates] in try privates.run($0) }])
    for report in reports {
      #expect(report.complaint == nil)
      #expect(report.messages > 0)
      #expect(report.deliveries > 0)
      #expect(report.usage?.resident ?? 0 > 0)
    }
  }

  @Test func comingAndGoing() async throws {
    let reports = try await measure([
      { try Idle.measure($0, members: 20, seconds: 0.2) }, { try Churn.measure($0, members: 10, seconds: 0.3) },
    ])
    #expect(reports[0].figures["bytes each"] != nil)
    #expect(reports[0].figures["log-ins/s"] ?? 0 > 0)
    #expect(reports[1].figures["rounds/s"] ?? 0 > 10)
    #expect(reports[1].figures["log-in p99"] ?? 0 > 0)
  }

  @Test func fileThereAndBack() async throws {
    let report = try #require(
      try await measure([
        { try Transfer.measure($0, size: 3_000_001, members: 8, Chat.Flow(drive: .rate(100))) }
      ]).first)
    #expect(report.complaint == nil)
    #expect(report.figures["MB/s up"] ?? 0 > 0)
    #expect(report.figures["MB/s down"] ?? 0 > 0)
  }
}
