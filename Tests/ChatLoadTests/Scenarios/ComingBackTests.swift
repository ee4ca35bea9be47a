import ChatCore
import Testing

@testable import ChatLoad

/// The scenarios `resume` and `search`, against a server that does as little as it can.
@Suite
struct ComingBackTests {
  @Test func everybodyComesBackAgainAndAgain() async throws {
    let report = try await beside {
      let server = try FakeServer(.none)
      return try Resume.measure(Target(port: server.port), members: 5, seconds: 0.3)
    }
    #expect(report.figures["resumes/s"] ?? 0 > 5 / 0.3)
    #expect(report.figures["resume p99"] ?? 0 > 0)
  }

  /// A token that is not taken is no log-in by password in disguise.
  @Test func refusedTokenIsAnError() async throws {
    await #expect(throws: LoadError.self) {
      try await beside {
        let server = try FakeServer(.refuseTokens)
        return try Resume.measure(Target(port: server.port), members: 2, seconds: 0.3)
      }
    }
  }

  /// The server goes, nobody listens for a while, and another one comes on the same port.
  @Test func everybodyComesBackAfterARestart() async throws {
    let report = try await beside {
      let first = try FakeServer(.none)
      var next: FakeServer?
      return try withExtendedLifetime((first, next)) {
        try Resume.measure(Target(port: first.port, patience: 20), members: 5, seconds: 1) {
          first.stop()
          next = try FakeServer(.none, port: first.port)
        }
      }
    }
    #expect(report.figures["all back s"] ?? 0 > 0)
  }

  @Test func searches() async throws {
    let report = try await beside {
      let server = try FakeServer(.none)
      let query = LogQuery(text: "word", limit: 3)
      return try Search.measure(Target(port: server.port), members: 2, query, seconds: 0.2)
    }
    #expect(report.figures["found each"] == 3)
    #expect(report.figures["searches/s"] ?? 0 > 0)
  }
}
