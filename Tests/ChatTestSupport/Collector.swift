import ChatSystem
import Dispatch

/// What other threads bring, in the order it came; a test can wait for it.
public final class Collector<Element: Sendable>: Sendable {
  private let elements = Locked<[Element]>([])
  private let came = DispatchSemaphore(value: 0)

  /// An empty one.
  public init() {}

  /// Notes `element`. From any thread.
  public func add(_ element: Element) {
    elements.withLock { $0.append(element) }
    came.signal()
  }

  /// What came so far.
  public var all: [Element] {
    elements.withLock { $0 }
  }

  /// Waits until there are `count`. By one thread.
  public func wait(count: Int) throws {
    while all.count < count {
      guard came.wait(timeout: .now() + 20) == .success else {
        throw ChildProcess.Mismatch(description: "only \(all.count) of \(count) came in 20 s")
      }
    }
  }
}
