import Glibc

/// A value that several threads use, one at a time (pthread_mutex_lock(3)). From any queue; not again from within
/// ``withLock(_:)``, which would wait for itself.
///
/// Not `Synchronization.Mutex`: that calls nothing which ThreadSanitizer knows, so that every use of it would be reported
/// as a race.
public final class Locked<Value>: @unchecked Sendable {  // `mutex` protects `value`.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  /// A lock around `value`.
  public init(_ value: sending Value) {
    self.value = value
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Calls `body` with the value, which nobody else has meanwhile.
  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
