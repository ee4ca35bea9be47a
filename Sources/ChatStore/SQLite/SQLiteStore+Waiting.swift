import ChatCore

extension SQLiteStore {
  /// How many stored messages wait for each account that did not acknowledge them, by the rule of visibility. Reads all
  /// that waits for somebody; from any queue.
  ///
  /// - Throws: `StoreError`.
  public func waitingMessageCounts() throws(StoreError) -> [AccountID: Int] {
    try attempt {
      try withSnapshot { snapshot in
        var count = WaitingCount(of: try snapshot.state())
        try snapshot.forEachWaitingMessage { count.add($0) }
        return count.byAccount
      }
    }
  }
}
