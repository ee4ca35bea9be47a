import ChatSystem
import Foundation
import Testing

@testable import ChatLoad

/// The limit of the machine hands everything on, too.
@Suite
struct LimitServerTests {
  /// Lets a thread have what only it touches from then on.
  private struct Handover: @unchecked Sendable {
    let server: LimitServer
  }

  private func measure(_ scenario: ChatScenario) async throws -> LoadReport {
    try await beside {
      let server = try LimitServer(port: 0)
      let handover = Handover(server: server)
      let isStopped = Locked(false)
      let ended = DispatchSemaphore(value: 0)
      let thread = Thread {
        while !isStopped.withLock({ $0 }) { handover.server.turn() }
        ended.signal()
      }
      thread.start()
      defer {
        isStopped.withLock { $0 = true }
        ended.wait()
      }
      return try scenario.run(port: server.address.port)
    }
  }

  @Test(arguments: [1, 64]) func handsEverythingOn(window: Int) async throws {
    let report = try await measure(.short(.window(window)))
    #expect(report.complaint == nil)
    #expect(report.messages > 0)
    #expect(report.receipt != nil)
  }

  @Test func keepsThePace() async throws {
    let report = try await measure(.short(.rate(400), seconds: 0.5))
    #expect(report.complaint == nil)
    #expect((150...250).contains(report.messages))
  }

  /// More than the sockets take at once.
  @Test func keepsWhatASocketDoesNotTake() async throws {
    var scenario = ChatScenario.short(.window(255))
    scenario.flow.bodyBytes = 8_192
    let report = try await measure(scenario)
    #expect(report.complaint == nil)
    #expect(report.deliveries > 0)
  }
}
