/// What somebody who is logged in has under way besides messages: few people have any of it at a time.
struct Undertakings: Sendable {
  /// Uploads that run; what becomes of them stands in `FileExchange.uploads`.
  var uploads: [TransferID: FileID] = [:]
  /// Downloads that run.
  var downloads: [TransferID: WaitingFile] = [:]
  /// The one change of the password that may be on its way.
  var passwordChange: PasswordChange?
  /// Questions about the past, the one that is being answered first.
  var past: [PastReading] = []

  /// Whether no file is on its way.
  var isWithoutTransfers: Bool {
    uploads.isEmpty && downloads.isEmpty
  }

  fileprivate static let none = CopiedOnWrite(Undertakings())
}

extension CopiedOnWrite<Undertakings> {
  /// Nothing is under way; that takes no memory.
  static var none: Self {
    Undertakings.none
  }
}

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
