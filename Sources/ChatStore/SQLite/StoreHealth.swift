import ChatCore
import Glibc

/// The health of a store, looked at through SQLite without changing it, beside a running server too.
public struct StoreHealth: Hashable, Sendable {
  /// The flaw in it, to follow its name; nil when it is sound.
  public let flaw: String?
  /// The version of its tables; 0 when it could not be read.
  public let schema: Int32
  /// When the newest thing in it happened that carries a time; nil when there is none.
  public let newest: WallTime?

  /// The version of the tables that this program writes.
  public static let knownSchema = Schema.version

  /// A store in this state.
  public init(flaw: String?, schema: Int32, newest: WallTime?) {
    self.flaw = flaw
    self.schema = schema
    self.newest = newest
  }

  /// Checks the store at `path`; nil when there is none.
  ///
  /// - Throws: `StoreError` when it can't be looked at.
  public static func of(_ path: String, depth: StoreDepth) throws(StoreError) -> StoreHealth? {
    // Not opened: closing a descriptor of the file would give up the locks of this process's own connections.
    var status = stat()
    if stat(path, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
    // One that was never written to is as good as none, as a server's start has it.
    if status.st_size == 0, status.st_mode & S_IFMT == S_IFREG { return nil }
    do throws(StoreError) {
      return try StoreInspection.read(path) { db in
        let flaw = try StoreInspection.flaw(of: db, path: path, depth: depth)
        let schema = try StoreFile.version(of: db)
        // Older tables may lack the columns; the next start brings them up to date.
        let hasTimes = flaw == nil && schema == Schema.version
        return StoreHealth(flaw: flaw?.description, schema: schema, newest: hasTimes ? try newest(in: db) : nil)
      }
    } catch {
      guard let flaw = BackupFlaw(error) else { throw error }
      return StoreHealth(flaw: flaw.description, schema: 0, newest: nil)
    }
  }

  private static func newest(in db: Database) throws -> WallTime? {
    let sql = """
      SELECT max(time) FROM (
        SELECT time FROM (SELECT time FROM broadcast ORDER BY id DESC LIMIT 1)
        UNION ALL SELECT max(created) FROM account
        UNION ALL SELECT max(last_seen) FROM account)
      """
    return try db.number(sql).map(WallTime.init)
  }
}
