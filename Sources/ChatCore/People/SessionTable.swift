/// Every connection that the room knows, by its number.
///
/// In an array one part of a session is looked at and changed where it lies; of a dictionary's values each would be
/// copied first, and this is done several times for every message.
struct SessionTable: Sendable {
  private var sessions: [Session] = []
  /// Whose session lies at the same place of `sessions`, which are in no order.
  private var ids: [SessionID] = []
  private var places: [SessionID: Int] = [:]

  /// How many there are.
  var count: Int {
    ids.count
  }

  /// The session of that number; nil when there is none, and set to nil when there is to be none.
  subscript(id: SessionID) -> Session? {
    get {
      places[id].map { sessions[$0] }
    }
    set {
      switch (places[id], newValue) {
      case (let place?, let session?):
        sessions[place] = session
      case (nil, let session?):
        places[id] = ids.count
        ids.append(id)
        sessions.append(session)
      case (_?, nil):
        remove(id)
      case (nil, nil):
        break
      }
    }
  }

  /// Removes the session of that number and returns it.
  @discardableResult
  mutating func remove(_ id: SessionID) -> Session? {
    guard let place = places.removeValue(forKey: id) else { return nil }
    let removed = sessions[place]
    // The last one takes the place that is free now.
    let (last, lastID) = (sessions.removeLast(), ids.removeLast())
    if place < ids.count {
      sessions[place] = last
      ids[place] = lastID
      places[lastID] = place
    }
    return removed
  }

  /// All of them, in no order.
  var all: some Sequence<(id: SessionID, session: Session)> {
    zip(ids, sessions).lazy.map { (id: $0, session: $1) }
  }

  /// Where the session of that number lies, until one is added or removed.
  func place(of id: SessionID) -> Int? {
    places[id]
  }

  /// How far the session at a place has got.
  func standing(at place: Int) -> Standing {
    switch sessions[place].stage {
    case .prompt: .prompt
    case .member(let member): .member(member.account)
    case .leaving: .leaving
    }
  }

  /// The run of the client program at a place.
  func run(at place: Int) -> UInt64 {
    sessions[place].origin.run
  }

  /// The member at a place whose standing is that of one.
  func member(at place: Int) -> Member {
    guard case .member(let member) = sessions[place].stage else { preconditionFailure("nobody is logged in there") }
    return member
  }

  /// Lets `change` alter the member at a place, if somebody is logged in there.
  mutating func updateMember(at place: Int, _ change: (inout Member) -> Void) {
    sessions[place].updateMember(change)
  }

  /// A session's stage without what belongs to it.
  enum Standing {
    case prompt
    case member(AccountID)
    case leaving
  }
}
