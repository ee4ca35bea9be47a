import ChatCore

extension SQLiteStore {
  /// How many stored messages wait for each account that did not acknowledge them, by the rule of visibility. Reads all
  /// that waits for somebody; from any queue.
  ///
  /// - Throws: `StoreError`.
  public func waitingMessageCounts() throws(StoreError) -> [AccountID: Int] {
    try attempt {
      try withSnapshot { snapshot in
        let state = try snapshot.state()
        let blocks = BlockBook(state.blocks)
        var readers = WaitingReaders(state.accounts)
        var counts: [AccountID: Int] = [:]
        try snapshot.forEachWaitingMessage { message in
          for owner in message.recipient.map({ [$0] }) ?? readers.behind(message.id)
          where blocks.isVisible(message, to: owner) {
            counts[owner, default: 0] += 1
          }
        }
        return counts
      }
    }
  }
}
