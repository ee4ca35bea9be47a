import ChatTestSupport
import Testing

/// Has tests run on `WaitingThreads`, since they wait for processes.
struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == WaitingTrait {
  /// Marks a suite whose tests wait for processes.
  static var waiting: Self { Self() }
}
