extension Schema {
  /// Blocks outlive an account: of one that is gone, `former_key` keeps what its name is looked up by, so that the next
  /// account of the name finds who blocked it. `untold` says that a block was passed on so and that its blocker has still
  /// to be told.
  static let names = """
    ALTER TABLE account ADD COLUMN former_key TEXT;
    CREATE INDEX account_by_former_key ON account (former_key) WHERE former_key IS NOT NULL;

    ALTER TABLE block ADD COLUMN untold INTEGER NOT NULL DEFAULT 0;
    """
}
