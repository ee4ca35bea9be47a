/// The tables of chat.sqlite and how they came to be.
///
/// `migrations` only ever grows at its end: number n (from 1) takes a file of version n - 1 to version n, and every
/// file in the world has gone through all of them in this order. `PRAGMA user_version` holds the number of the last.
enum Schema {
  /// The number that `PRAGMA application_id` gives in a file of ours: "chat" in ASCII.
  static let applicationID: Int32 = 0x6368_6174

  /// The version that this program reads and writes.
  static var version: Int32 {
    Int32(migrations.count)
  }

  /// The newest version whose script writes a table of messages anew.
  static let lastRewriting: Int32 = 4

  /// SQL scripts, each run in one transaction.
  static let migrations = [version1, version2, past, mailbox, parts, names, admission]

  /// Broadcasts lie in a table of rowids, and so do private messages since `mailbox`: each is written behind the last one.
  /// Catching up is two ranges, one of the table and one of an index.
  ///
  /// Cursors, which move all the time, stand in narrow rows of their own: many fit on a page of the write-ahead log.
  private static let version1 = """
    CREATE TABLE state (
      name TEXT PRIMARY KEY,
      value INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- One that is gone (name_key and verifier null) stays while messages may name it as their sender: sent = 1. Since
    -- `names` it stays while somebody blocks it, too.
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT UNIQUE,
      verifier TEXT,
      created INTEGER NOT NULL,
      last_seen INTEGER,
      sent INTEGER NOT NULL DEFAULT 0
    );

    CREATE TABLE reading (
      account INTEGER PRIMARY KEY,
      cursor INTEGER NOT NULL
    );

    CREATE TABLE broadcast (
      id INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      sender INTEGER NOT NULL,
      body TEXT NOT NULL,
      run INTEGER,
      number INTEGER
    );

    CREATE TABLE mail (
      recipient INTEGER NOT NULL,
      id INTEGER NOT NULL,
      time INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      sender INTEGER NOT NULL,
      body TEXT NOT NULL,
      run INTEGER,
      number INTEGER,
      PRIMARY KEY (recipient, id)
    ) WITHOUT ROWID;

    -- Messages with start < id < finish are not taken; finish is null while it lasts.
    CREATE TABLE block (
      blocker INTEGER NOT NULL,
      blocked INTEGER NOT NULL,
      start INTEGER NOT NULL,
      finish INTEGER,
      PRIMARY KEY (blocker, blocked, start)
    ) WITHOUT ROWID;
    CREATE INDEX block_by_blocked ON block (blocked);

    CREATE TABLE login_block (
      account INTEGER NOT NULL,
      address TEXT NOT NULL,
      since INTEGER NOT NULL,
      PRIMARY KEY (account, address)
    ) WITHOUT ROWID;

    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      recipient INTEGER NOT NULL,
      sender INTEGER NOT NULL,
      name TEXT NOT NULL,
      size INTEGER NOT NULL,
      digest BLOB NOT NULL,
      time INTEGER NOT NULL,
      UNIQUE (recipient, sender, name)
    );

    -- seq counts an account's runs in the order in which they appeared; refused lists numbers, divided by commas,
    -- and stretches of them, as 3-5.
    CREATE TABLE run (
      account INTEGER NOT NULL,
      run INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      last INTEGER NOT NULL,
      refused TEXT,
      PRIMARY KEY (account, run)
    ) WITHOUT ROWID;
    """

  /// Tokens by which clients come back.
  private static let version2 = """
    -- SHA-256 of an account's tokens; previous is null once the current one was used. Those that are present counted as
    -- online.
    CREATE TABLE token (
      account INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      current BLOB NOT NULL,
      previous BLOB,
      present INTEGER NOT NULL
    );
    """
}
