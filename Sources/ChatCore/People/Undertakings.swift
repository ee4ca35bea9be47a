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

/// A question about the past whose answer is being gathered.
struct PastReading: Sendable {
  /// So many questions of one session may wait, the one that is being answered included.
  static let maximumWaiting = 16
  /// An answer ends with the message that brings it to so many bytes; the next page goes on.
  static let maximumBytes = 256 * 1024

  let caller: Caller
  var query: PastQuery
  let purpose: Purpose
  private let limit: Int
  /// The newest first.
  private(set) var found: [ChatMessage] = []
  private var bytes = 0

  enum Purpose: Sendable {
    case look
    case receipt(name: String)
  }

  init(caller: Caller, query: PastQuery, purpose: Purpose) {
    self.caller = caller
    self.query = query
    self.purpose = purpose
    limit = query.limit
  }

  var isFull: Bool {
    found.count >= limit || bytes >= Self.maximumBytes
  }

  mutating func take(_ message: ChatMessage) {
    found.append(message)
    bytes += message.body.utf8.count
  }
}
