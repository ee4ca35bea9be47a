import ChatNet
import ChatStore
import ChatTestSupport
import Testing

@testable import ChatLoad

/// The scenarios against the server that they are for.
@Suite(.serialized)
struct RealServerTests {
  private let data: TemporaryDirectory
  private let server: ServerProcess
  private let target: Target

  init() throws {
    let data = try TemporaryDirectory()
    try Seeding(accounts: 20, broadcasts: 30, privateMessages: 10, mailbox: 5).fill(DataDirectory(path: data.path))
    server = try ServerProcess(data: data, options: ["--plaintext"] + Self.lifted)
    self.data = data
    target = Target(
      address: SocketAddress(ipv4: 0x7F00_0001, port: UInt16(server.port)), security: .plain,
      process: server.process.pid)
  }

  /// `ServerProcess` says the message rate itself.
  private static let lifted: [String] = {
    var options = MeasuredServer.liftedLimits
    options.removeSubrange(options.startIndex..<4)
    return ["--password-cost", "1"] + options
  }()

  @Test func broadcasts() throws {
    let report = try ChatScenario.short(.window(16), patience: 20).run(target)
    #expect(report.complaint == nil)
    #expect(report.messages > 0)
    #expect(report.usage?.resident ?? 0 > 0)
  }

  @Test func broadcastsInTLS() throws {
    let directory = try TemporaryDirectory()
    try Seeding(accounts: 4).fill(DataDirectory(path: directory.path))
    let server = try ServerProcess(data: directory, options: Self.lifted)
    let report = try ChatScenario.short(.window(16), patience: 20).run(
      Target(
        address: SocketAddress(ipv4: 0x7F00_0001, port: UInt16(server.port)),
        security: try TargetOptions.security(plaintext: false)))
    #expect(report.complaint == nil)
    #expect(report.messages > 0)
  }

  @Test func privateMessages() throws {
    var scenario = ChatScenario.short(.window(16), patience: 20)
    scenario.kind = .private
    let report = try scenario.run(target)
    #expect(report.complaint == nil)
    #expect(report.messages > 0)
    #expect(report.deliveries > 0)
  }

  @Test func idle() throws {
    let report = try IdleScenario(members: 20, seconds: 0.2, patience: 20).run(target)
    #expect(report.figures["bytes each"] != nil)
    #expect(report.figures["log-ins/s"] ?? 0 > 0)
  }

  @Test func churn() throws {
    let report = try ChurnScenario(members: 10, seconds: 0.3, patience: 20).run(target)
    #expect(report.figures["rounds/s"] ?? 0 > 10)
    #expect(report.figures["log-in p99"] ?? 0 > 0)
  }

  @Test func fileThereAndBack() throws {
    let scenario = TransferScenario(size: 3_000_001, members: 8, rate: 100, bodyBytes: 64, patience: 20)
    let report = try scenario.run(target)
    #expect(report.complaint == nil)
    #expect(report.figures["MB/s up"] ?? 0 > 0)
    #expect(report.figures["MB/s down"] ?? 0 > 0)
  }
}
