import CLinux
import Dispatch

/// Gives back the memory that a burst of handshakes took.
///
/// OpenSSL takes some 20 KiB for a handshake and frees them at its end. When hundreds go on at once, what stays of each
/// lies between the gaps, and glibc keeps those for ever: twice the memory of the connections themselves. Counted once a
/// second; pure but for ``trim()``.
struct HandshakeMemory {
  /// So many leave something worth the walk through the heap.
  static let burst = 100

  private var count = 0
  private var countBefore = 0

  /// One handshake has ended, well or not.
  mutating func handshakeEnded() {
    count += 1
  }

  /// A second has passed. True when a burst is over.
  mutating func secondPassed() -> Bool {
    guard count >= Self.burst, count == countBefore else {
      countBefore = count
      return false
    }
    count = 0
    countBefore = 0
    return true
  }

  /// Has the gaps given back to the system (malloc_trim(3)), beside everybody's work.
  static func trim() {
    DispatchQueue.global(qos: .utility).async { _ = malloc_trim(0) }
  }
}
