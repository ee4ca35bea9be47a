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

  /// The tables for looking back: private messages in the order of the log (which they lie in since `mailbox`), and the
  /// index of words.
  ///
  /// The words are filled in
  /// behind the commits (`SearchIndexer`); `state` holds how far, as `indexed`. `search` holds no text, only which words
  /// (`SearchTerm`) stand in which message. `leaving` names accounts whose mailbox is still to be deleted.
  static let past = """
    CREATE INDEX mail_by_id ON mail (id, sender);

    CREATE TABLE leaving (
      account INTEGER PRIMARY KEY
    );

    CREATE VIRTUAL TABLE search USING fts5(
      words, content = '', columnsize = 0, detail = 'none', tokenize = "ascii tokenchars '_'"
    );
    CREATE VIRTUAL TABLE search_word USING fts5vocab(search, instance);
    """

  /// Private messages in the order of the log too: each is written behind the last one, and beside it a narrow line of the
  /// index, in place of a row among those of its receiver and a line of another index.
  ///
  /// With the table clustered by receiver, a commit of messages to a thousand people wrote a thousand pages of full rows,
  /// and splitting such pages was half of what a message cost. `size`, the length of the body in bytes, is there so that
  /// what waits for whom is read from the index alone.
  static let mailbox = """
    ALTER TABLE mail RENAME TO clustered_mail;

    CREATE TABLE mail (
      id INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      sender INTEGER NOT NULL,
      recipient INTEGER NOT NULL,
      size INTEGER NOT NULL,
      body TEXT NOT NULL,
      run INTEGER,
      number INTEGER
    );

    INSERT INTO mail (id, time, kind, sender, recipient, size, body, run, number)
    SELECT id, time, kind, sender, recipient, length(CAST(body AS BLOB)), body, run, number
    FROM clustered_mail INDEXED BY mail_by_id ORDER BY id;

    DROP TABLE clustered_mail;

    CREATE INDEX mailbox ON mail (recipient, id, size);
    """

  /// The parts of the log that have terms of their own in the index of words (`SearchPart`): each begins behind the message
  /// `after`, and ends where the next one begins. `size` counts its messages.
  ///
  /// From here on `SearchIndexer` has the index merged, a little at a time.
  ///
  /// What is in the index already stays in one part, the first: there are no more messages in it than its last id says.
  static let parts = """
    CREATE TABLE search_part (
      after INTEGER PRIMARY KEY,
      size INTEGER NOT NULL
    );

    INSERT INTO search_part (after, size) SELECT 0, value FROM state WHERE name = 'indexed';

    INSERT INTO search (search, rank) VALUES ('automerge', 0);
    """

  /// Blocks outlive an account: of one that is gone, `former_key` keeps what its name is looked up by, so that the next
  /// account of the name finds who blocked it. `untold` says that a block was passed on so and that its blocker has still
  /// to be told.
  static let names = """
    ALTER TABLE account ADD COLUMN former_key TEXT;
    CREATE INDEX account_by_former_key ON account (former_key) WHERE former_key IS NOT NULL;

    ALTER TABLE block ADD COLUMN untold INTEGER NOT NULL DEFAULT 0;
    """

  /// The tables of invitations and bans: who may register by which code, and who may not come in.
  static let admission = """
    -- `digest` is the SHA-256 of the code; `uses` are those that are left, and a row without any goes.
    CREATE TABLE invitation (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL UNIQUE,
      name TEXT,
      uses INTEGER NOT NULL,
      made INTEGER NOT NULL,
      finish INTEGER NOT NULL
    );

    -- Of a person, with account and name, or of an address. `finish` is null where it never ends.
    CREATE TABLE ban (
      id INTEGER PRIMARY KEY,
      account INTEGER UNIQUE,
      name TEXT,
      address TEXT UNIQUE,
      since INTEGER NOT NULL,
      finish INTEGER,
      reason TEXT
    );
    """
}
