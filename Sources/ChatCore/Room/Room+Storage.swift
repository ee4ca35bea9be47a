extension Room {
  /// Everything up to `id` is on disk.
  public mutating func committed(through id: EntryID) {
    committed = max(committed, id)
    tail.trim(committed: committed)
  }

  /// A commit failed: nothing after the last committed entry has happened. `state` is what the store holds.
  ///
  /// Those who are logged in stay, unless their account was among what failed.
  public mutating func recover(_ state: DurableState, at now: Moment, effects: inout [Effect]) {
    tail.discard(after: committed)
    var cursors: [AccountID: EntryID] = [:]
    for account in state.accounts {
      cursors[account.id] = accounts[account.id]?.cursor
    }
    accounts = AccountBook(state.accounts, formerNames: state.formerNames)
    for (account, cursor) in cursors {
      _ = accounts.moveCursor(of: account, to: cursor)
    }
    blocks = BlockBook(state.blocks)
    files = FileShelf(state.files)
    runs = RunLedger(state.runs)
    for (account, presence) in presence where accounts[account] == nil {
      self.presence[account] = nil
      if case .connected(let session) = presence {
        sessions[session]?.stage = .leaving
        effects.append(.event(session, .putOut(reason: Refusal.notStored.sentence)))
        effects.append(.close(session))
      }
    }
  }

  /// The disk is full: nothing that would have to be stored is taken until `leaveReadOnly`.
  public mutating func enterReadOnly(effects: inout [Effect]) {
    guard mode == .open else { return }
    mode = .readOnly
    let text = "The server's disk is full. Nothing new can be stored until there is room again."
    effects.append(.eventToAll(.announcement(text), except: nil))
    effects.append(.log(.readOnly))
  }

  /// There is room on the disk again.
  public mutating func leaveReadOnly(effects: inout [Effect]) {
    guard mode == .readOnly else { return }
    mode = .open
    effects.append(.eventToAll(.announcement("The server can store messages again."), except: nil))
    effects.append(.log(.writable))
  }
}
