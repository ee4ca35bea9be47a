import Testing

@testable import ChatLoad

/// The scenarios `resume` and `search`, against a server that does as little as it can.
@Suite(.serialized)
struct ComingBackTests {
  private func target(_ server: FakeServer) -> Target {
    Target(address: .init(ipv4: 0x7F00_0001, port: server.port), security: .plain)
  }

  @Test func everybodyComesBackAgainAndAgain() throws {
    let server = try FakeServer(.none)
    let scenario = ResumeScenario(members: 5, seconds: 0.3, awaitsRestart: false, patience: 10)
    let report = try scenario.run(target(server)) {}
    #expect(report.figures["resumes/s"] ?? 0 > 5 / 0.3)
    #expect(report.figures["resume p99"] ?? 0 > 0)
  }

  /// A token that is not taken is no log-in by password in disguise.
  @Test func refusedTokenIsAnError() throws {
    let server = try FakeServer(.refuseTokens)
    let scenario = ResumeScenario(members: 2, seconds: 0.3, awaitsRestart: false, patience: 10)
    #expect(throws: LoadError.self) { try scenario.run(target(server)) {} }
  }

  /// The server goes, nobody listens for a while, and another one comes on the same port.
  @Test func everybodyComesBackAfterARestart() throws {
    var server: FakeServer? = try FakeServer(.none)
    let first = try #require(server)
    let target = target(first)
    var next: FakeServer?
    let scenario = ResumeScenario(members: 5, seconds: 1, awaitsRestart: true, patience: 20)
    let port = first.port
    let report = try withExtendedLifetime(first) {
      try scenario.run(target) {
        first.stop()
        server = nil
        next = try? FakeServer(.none, port: port)
      }
    }
    #expect(next != nil)
    #expect(report.figures["all back s"] ?? 0 > 0)
    withExtendedLifetime((server, next)) {}
  }

  @Test func searches() throws {
    let server = try FakeServer(.none)
    let scenario = SearchScenario(members: 2, text: "word", limit: 3, seconds: 0.2, patience: 10)
    let report = try scenario.run(target(server))
    #expect(report.figures["found each"] == 3)
    #expect(report.figures["searches/s"] ?? 0 > 0)
  }
}
