/// A value behind one reference: copying it copies that, and a copy gets memory of its own when it is changed.
///
/// For what is large, seldom looked at, and part of something that is copied all the time.
struct CopiedOnWrite<Value: Sendable>: Sendable {
  // Changed only where nobody else refers to it.
  private final class Storage: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
      self.value = value
    }
  }

  private var storage: Storage

  init(_ value: Value) {
    storage = Storage(value)
  }

  var value: Value {
    _read { yield storage.value }
    _modify {
      if !isKnownUniquelyReferenced(&storage) {
        storage = Storage(storage.value)
      }
      yield &storage.value
    }
  }
}
