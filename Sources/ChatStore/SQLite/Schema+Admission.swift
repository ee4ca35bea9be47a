extension Schema {
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
