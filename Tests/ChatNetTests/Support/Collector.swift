import Dispatch
import Synchronization
import Testing

/// What other threads bring, in the order it came; a test can wait for it.
final class Collector<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  private let came = DispatchSemaphore(value: 0)

  func add(_ element: Element) {
    elements.withLock { $0.append(element) }
    came.signal()
  }

  var all: [Element] {
    elements.withLock { $0 }
  }

  /// Waits until there are `count`. By one thread.
  func wait(count: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    while all.count < count {
      guard came.wait(timeout: .now() + 20) == .success else {
        Issue.record("only \(all.count) of \(count) came in 20 s", sourceLocation: sourceLocation)
        return
      }
    }
  }
}
