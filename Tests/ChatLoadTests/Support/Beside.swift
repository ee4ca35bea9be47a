import Foundation

/// Runs `body` on a thread of its own and gives what it came to: the few threads of the tests are left to others while it
/// waits for servers and processes. Some at a time, so that none of them waits for the processor for long.
func beside<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    places.addOperation { continuation.resume(with: Swift.Result { try body() }) }
  }
}

private let places: OperationQueue = {
  let queue = OperationQueue()
  queue.maxConcurrentOperationCount = 8
  return queue
}()
