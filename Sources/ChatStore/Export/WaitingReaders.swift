import ChatCore

/// The accounts by how far they have read, asked with growing ids: those behind are found without looking at everybody
/// each time.
struct WaitingReaders {
  /// In the order of their cursors, the highest first.
  private var upToDate: [Account]
  /// In the order of registration.
  private var late: [AccountID] = []

  init(_ accounts: [Account]) {
    upToDate = accounts.sorted { $0.cursor > $1.cursor }
  }

  /// Those whose cursor is below `id`, in the order of registration. `id` never gets smaller from call to call.
  mutating func behind(_ id: EntryID) -> [AccountID] {
    let known = late.count
    while let account = upToDate.last, account.cursor < id {
      late.append(account.id)
      upToDate.removeLast()
    }
    if late.count > known {
      late.sort()
    }
    return late
  }
}
