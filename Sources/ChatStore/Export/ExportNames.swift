import ChatCore

/// How accounts are named in text files, those that are gone too.
struct ExportNames {
  private var names: [AccountID: String] = [:]
  private let formerNames: [AccountID: String]

  init(_ state: DurableState) {
    formerNames = state.formerNames
    names[.system] = MessageRecord.system
    for account in state.accounts {
      names[account.id] = account.name.text
    }
  }

  /// True when the account is there, for a file to name.
  func isThere(_ account: AccountID) -> Bool {
    names[account] != nil
  }

  subscript(account: AccountID) -> String {
    names[account] ?? formerNames[account] ?? "?"
  }
}
