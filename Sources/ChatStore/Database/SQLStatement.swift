import CSQLite
import ChatCore

/// A prepared statement of one connection, bound and stepped.
///
/// As long as the connection that it came from is open. Columns and parameters hold Int64, text (which may contain
/// NUL) or bytes. Parameters are numbered from 1, columns from 0, as SQLite does.
struct SQLStatement {
  private let handle: OpaquePointer

  /// The statement of this SQL, ready for its parameters: to ask for it again ends what it was doing.
  ///
  /// - Throws: `DatabaseError` when it is wrong.
  init(_ sql: String, in db: Database) throws(DatabaseError) {
    handle = try db.statement(sql)
    sqlite3_reset(handle)
  }

  /// Sets parameter `index`; nil is NULL.
  func bind(_ index: Int32, _ value: Int64?) {
    if let value {
      sqlite3_bind_int64(handle, index, value)
    } else {
      sqlite3_bind_null(handle, index)
    }
  }

  /// Sets parameter `index` to a copy of `text`; nil is NULL.
  func bind(_ index: Int32, _ text: String?) {
    guard var text else {
      sqlite3_bind_null(handle, index)
      return
    }
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // A null pointer would be NULL; an empty string has none to give.
        if let start = characters.baseAddress {
          _ = sqlite3_bind_text(handle, index, start, Int32(characters.count), Self.transient)
        } else {
          _ = sqlite3_bind_text(handle, index, "", 0, Self.transient)
        }
      }
    }
  }

  /// Sets parameter `index` to `text`, which lies in `arena` until the statement has run.
  func bind(_ index: Int32, _ text: String, in arena: TextArena) {
    if let held = arena.hold(text) {
      sqlite3_bind_text(handle, index, held.baseAddress, Int32(held.count), nil)
    } else {
      bind(index, text)
    }
  }

  /// Sets parameter `index` to a copy of `bytes`.
  func bind(_ index: Int32, _ bytes: [UInt8]) {
    if bytes.isEmpty {
      sqlite3_bind_zeroblob(handle, index, 0)
    } else {
      sqlite3_bind_blob(handle, index, bytes, Int32(bytes.count), Self.transient)
    }
  }

  /// Sets the parameters from ?1 on to `values`; nil is NULL.
  func bind(_ values: [(any SQLValue)?]) {
    for (index, value) in values.enumerated() {
      if let value {
        value.bind(to: self, at: Int32(index) + 1)
      } else {
        sqlite3_bind_null(handle, Int32(index) + 1)
      }
    }
  }

  /// Runs a statement that yields no rows, and makes it ready for the next binding.
  ///
  /// - Throws: `DatabaseError` with the extended code.
  func run() throws(DatabaseError) {
    while try step() {}
  }

  /// Goes to the next row; after the last one the statement is reset.
  ///
  /// - Returns: whether there is one.
  /// - Throws: `DatabaseError` with the extended code.
  func step() throws(DatabaseError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    case let code:
      let error = DatabaseError(code: code, of: sqlite3_db_handle(handle))
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Gives up the rows that are left, before other values are bound.
  func reset() {
    sqlite3_reset(handle)
  }

  /// How many rows the last `run()` on this connection changed.
  var changes: Int {
    Int(sqlite3_changes(sqlite3_db_handle(handle)))
  }

  /// Column `index` of the row; NULL is 0.
  func int64(_ index: Int32) -> Int64 {
    sqlite3_column_int64(handle, index)
  }

  /// Column `index` of the row; nil when it is NULL.
  func optionalInt64(_ index: Int32) -> Int64? {
    isNull(index) ? nil : int64(index)
  }

  /// Column `index` of the row; NULL is empty.
  func text(_ index: Int32) -> String {
    guard let start = sqlite3_column_text(handle, index) else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Column `index` of the row; NULL is empty.
  func bytes(_ index: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, index) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
  }

  /// True when column `index` of the row is NULL.
  func isNull(_ index: Int32) -> Bool {
    sqlite3_column_type(handle, index) == SQLITE_NULL
  }

  /// Reads columns `first` and `first + 1`, the client's run and the number of the request in it.
  func request(_ first: Int32) -> ClientRequestID? {
    guard let run = optionalInt64(first), let number = optionalInt64(first + 1) else { return nil }
    return ClientRequestID(run: UInt64(bitPattern: run), number: UInt64(bitPattern: number))
  }

  /// Tells SQLite to copy what is bound (sqlite3.h, SQLITE_TRANSIENT: a cast that Swift can't import).
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

/// A value that a parameter of a statement can hold. Not for what is bound once a message.
protocol SQLValue {
  func bind(to statement: SQLStatement, at index: Int32)
}

extension Int: SQLValue {
  func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, Int64(self)) }
}

extension Int64: SQLValue {
  func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}

extension String: SQLValue {
  func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}

extension [UInt8]: SQLValue {
  func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}

/// Room for the texts of one run of a statement. SQLite reads them where they lie (`SQLITE_STATIC`); its own copies would
/// cost an allocation each.
final class TextArena {
  private static let size = 64 * 1_024

  private let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: size)
  private var used = 0

  deinit {
    bytes.deallocate()
  }

  /// A copy of `text` that stays until `clear()`; nil when there is no room for it.
  func hold(_ text: String) -> UnsafeBufferPointer<CChar>? {
    text.utf8.withContiguousStorageIfAvailable { source in
      guard source.count <= Self.size - used else { return nil }
      let copy = bytes + used
      used += source.count
      source.withMemoryRebound(to: CChar.self) { characters in
        // An empty text has no bytes to copy, and may have no address.
        if let start = characters.baseAddress {
          copy.update(from: start, count: characters.count)
        }
      }
      return UnsafeBufferPointer(start: copy, count: source.count)
    } ?? nil
  }

  /// Gives up all that it holds: the statement has run.
  func clear() {
    used = 0
  }
}
