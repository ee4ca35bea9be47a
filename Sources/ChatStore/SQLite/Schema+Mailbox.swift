extension Schema {
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
}
