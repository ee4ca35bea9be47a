import ChatCore
import ChatSystem
import Glibc

/// The file of a store before SQLite opens it: made with the right mode, or looked at without touching it.
enum StoreFile {
  /// Makes sure that `path` is a store that this program may open: an absent or empty file becomes an empty store.
  ///
  /// Before any connection to it is open in this process: closing a descriptor would give up that connection's locks.
  ///
  /// - Throws: `StoreError.unreadable` for a foreign or newer file, which stays as it is.
  static func prepare(path: String) throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .failed(detail: "can't open \(path): \(String(systemError: errno))") }
    defer { close(descriptor) }
    if let version = try header(of: descriptor, path: path) {
      try checkVersion(version, path: path)
    } else {
      try create(path: path)
    }
    // The journal files take the mode of the main one. A store once copied about with a wider mode is narrowed.
    _ = fchmod(descriptor, 0o600)
  }

  /// Has SQLite take back what was being written when the file was made or copied and the process was killed, which a
  /// connection that only reads can't.
  ///
  /// Before any other connection to it is open in this process.
  static func rollBack(path: String) throws(StoreError) {
    guard try size(of: "\(path)-journal") > 0, try size(of: path) > 0 else { return }
    do {
      // To read is enough, as whoever opens it does.
      try Database(path: path).close()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Refuses a version that this program does not know.
  static func checkVersion(_ version: Int32, path: String) throws(StoreError) {
    guard version <= Schema.version else { throw .unreadable(path: path, detail: newer(version, path: path)) }
    guard version >= 0 else { throw .unreadable(path: path, detail: impossible(version)) }
  }

  /// The words about a store of a newer version, with the copy that its upgrade has left of what this program can read.
  static func newer(_ version: Int32, path: String) -> String {
    let sentence = "it was written by a newer version of chatctl (schema \(version), known \(Schema.version))"
    guard let copy = OldStores.readable(beside: path) else { return sentence }
    return sentence + "; as it was before that, it is kept in \(copy)"
  }

  /// The words about a store whose version no program has written.
  static func impossible(_ version: Int32) -> String {
    "it is of the impossible version \(version)"
  }

  /// The version of the store in the file at `path`, which nobody has open; nil when it is empty or absent.
  static func version(of path: String) throws(StoreError) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return try header(of: descriptor, path: path)
  }

  /// The version of an open store; 0 where nothing has been written to it.
  static func version(of db: Database) throws(DatabaseError) -> Int32 {
    Int32(truncatingIfNeeded: try db.number("PRAGMA user_version") ?? 0)
  }

  /// Which program an open database is of.
  static func application(of db: Database) throws(DatabaseError) -> Int32 {
    Int32(truncatingIfNeeded: try db.number("PRAGMA application_id") ?? 0)
  }

  /// The size of the file at `path`; 0 where there is none.
  static func size(of path: String) throws(StoreError) -> Int64 {
    var status = stat()
    guard stat(path, &status) != 0 else { return Int64(status.st_size) }
    guard errno == ENOENT else { throw .failed(detail: "can't look at \(path): \(String(systemError: errno))") }
    return 0
  }

  /// The error for a database that is not ours.
  static func foreign(_ path: String) -> StoreError {
    .unreadable(path: path, detail: "it is a database of some other program")
  }

  /// Reads the header (SQLite's "Database File Format", section 1.3) of a file; nil when the file is empty.
  private static func header(of descriptor: Int32, path: String) throws(StoreError) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw .failed(detail: "can't read \(path): \(String(systemError: errno))") }
    if count == 0 { return nil }
    guard count == bytes.count, bytes.starts(with: "SQLite format 3\0".utf8) else {
      throw .unreadable(path: path, detail: "it is not an SQLite database")
    }
    guard integer(bytes[68..<72]) == Schema.applicationID else {
      throw foreign(path)
    }
    return integer(bytes[60..<64])
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int32 {
    Int32(bitPattern: bytes.reduce(0) { $0 << 8 | UInt32($1) })
  }

  /// Marks the empty file as ours before it has a write-ahead log: so the mark stands in the main file from the start,
  /// where `header` finds it whatever happens to the log.
  private static func create(path: String) throws(StoreError) {
    do {
      let db = try Database(path: path)
      try db.execute("PRAGMA application_id = \(Schema.applicationID)")
      try db.close()
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
