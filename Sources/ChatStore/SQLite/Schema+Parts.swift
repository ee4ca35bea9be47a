extension Schema {
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
}
