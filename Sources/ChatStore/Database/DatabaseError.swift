import CSQLite

/// An SQLite call that failed.
struct DatabaseError: Error, Hashable, CustomStringConvertible {
  /// The extended code (sqlite.org/rescode.html).
  let code: Int32
  /// The words of SQLite about it, for people.
  let message: String
  /// The errno of the system call behind it; 0 where there is none, or SQLite has not kept it.
  let systemError: Int32

  /// The code without what it has been extended by.
  var primaryCode: Int32 { code & 0xff }

  /// True when a use of the index of words has met damage in it: in what FTS5 reads, or where it wants to write what is
  /// there already.
  var isOfIndex: Bool {
    code == csqlite_corrupt_vtab || code == csqlite_constraint_primarykey || message.contains("fts5")
  }

  var description: String {
    "SQLite error \(code): \(message)"
  }

  /// The use of a connection that was closed.
  static let closed = DatabaseError(code: SQLITE_MISUSE)

  /// A failure of which SQLite knows no more than its code.
  init(code: Int32) {
    self.code = code
    message = String(cString: sqlite3_errstr(code))
    systemError = 0
  }

  /// The failure with `code` of the last call on `connection`.
  init(code: Int32, of connection: OpaquePointer) {
    self.code = code
    message = String(cString: sqlite3_errmsg(connection))
    switch code & 0xff {
    case SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_READONLY:
      systemError = Self.systemError(of: connection)
    default:
      systemError = 0
    }
  }

  /// The errno of the last system call that failed on the write-ahead log, or on the file; 0 when SQLite knows none. A commit
  /// that fails has it with the file alone.
  private static func systemError(of connection: OpaquePointer) -> Int32 {
    for pointer in [SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER] {
      var file: UnsafeMutablePointer<sqlite3_file>?
      var code: Int32 = 0
      guard sqlite3_file_control(connection, "main", pointer, &file) == SQLITE_OK, let file,
        let control = file.pointee.pMethods?.pointee.xFileControl,
        control(file, SQLITE_FCNTL_LAST_ERRNO, &code) == SQLITE_OK, code != 0
      else { continue }
      return code
    }
    return sqlite3_system_errno(connection)
  }
}
