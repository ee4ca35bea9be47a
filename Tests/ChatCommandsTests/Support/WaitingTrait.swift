import ChatTestSupport
import Testing

/// Has tests run on `WaitingThreads`, since they wait for processes.
struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true
  let threads: WaitingThreads

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(threads) { try await function() }
  }
}

extension Trait where Self == WaitingTrait {
  /// Marks a suite whose tests wait for processes.
  static var waiting: Self { Self(threads: .busy) }
  /// Marks one whose tests wait for nearly all of their time, and long.
  static var patient: Self { Self(threads: .patient) }
}
