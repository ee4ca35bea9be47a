extension Schema {
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
}
