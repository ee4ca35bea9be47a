import Dispatch

/// Values that go back by themselves unless they are confirmed in time: what people set who may lock themselves out.
///
/// Belongs to the queue that it is made with.
final class Trials<Key: Hashable & CaseIterable & Sendable, Value: Sendable> {
  private let queue: DispatchQueue
  private var all: [Key: (before: Value, timer: any DispatchSourceTimer)] = [:]

  init(on queue: DispatchQueue) {
    self.queue = queue
  }

  /// What is on trial, in the order of the table.
  var keys: [Key] {
    Key.allCases.filter { all[$0] != nil }
  }

  /// Has `key` go back to `before` in so many seconds; `takeBack` does it.
  func begin(_ key: Key, before: Value, seconds: Double, takeBack: @escaping (_ before: Value) -> Void) {
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + seconds)
    timer.setEventHandler { [weak self] in
      if let before = self?.end(key) { takeBack(before) }
    }
    all[key] = (before, timer)
    timer.activate()
  }

  /// What is set of `key` stays.
  ///
  /// - Returns: the value that it would have gone back to; nil when there was none.
  @discardableResult
  func end(_ key: Key) -> Value? {
    let trial = all.removeValue(forKey: key)
    trial?.timer.cancel()
    return trial?.before
  }
}
