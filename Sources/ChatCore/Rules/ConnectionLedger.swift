/// Which connections there are, and whether one more is taken: so many of one place (an address, or those that count as
/// one), and so many in all that are not logged in.
///
/// When the places for those who are not logged in are taken, a newcomer is not refused because of others: the place
/// with most such connections gives one up, unless that would be the newcomer's own. A flood from one address pushes
/// nobody out but itself.
public struct ConnectionLedger<Place: Hashable & Sendable>: Sendable {
  /// What becomes of a new connection.
  public enum Verdict: Hashable, Sendable {
    /// It is taken; the other one, which is not logged in, has to go for it and counts no more.
    case take(inPlaceOf: SessionID?)
    /// It is not, for this reason.
    case refuse(Refusal)
  }

  private struct Occupant {
    var count = 0
    var waiting: Set<SessionID> = []
  }

  private var maximumPerPlace = Int.max
  private var maximumWaiting = Int.max
  private var sessions: [SessionID: Place] = [:]
  private var places: [Place: Occupant] = [:]
  private var waitingCount = 0
  /// The place with most connections that are not logged in; nil when it has to be looked for.
  private var greediest: Place?

  /// Nobody is there. A limit of 0 is none.
  public init(maximumPerPlace: Int, maximumWaiting: Int) {
    change(maximumPerPlace: maximumPerPlace, maximumWaiting: maximumWaiting)
  }

  /// Takes other limits, which hold for who comes from now on. A limit of 0 is none.
  public mutating func change(maximumPerPlace: Int, maximumWaiting: Int) {
    self.maximumPerPlace = maximumPerPlace == 0 ? .max : maximumPerPlace
    self.maximumWaiting = maximumWaiting == 0 ? .max : maximumWaiting
  }

  /// How many connections there are.
  public var count: Int { sessions.count }
  /// How many of them are not logged in.
  public var unauthenticated: Int { waitingCount }
  /// How many the place has that has most.
  public var mostOfOnePlace: Int { places.values.map(\.count).max() ?? 0 }

  /// A connection from `place` was accepted.
  public mutating func open(_ session: SessionID, from place: Place) -> Verdict {
    let own = places[place]
    guard (own?.count ?? 0) < maximumPerPlace else { return .refuse(.tooManyConnections(maximum: maximumPerPlace)) }
    var victim: SessionID?
    if waitingCount >= maximumWaiting {
      guard let other = greediestPlace(), let most = places[other]?.waiting, most.count > (own?.waiting.count ?? 0) + 1
      else { return .refuse(.tooManyAtPrompt(maximum: maximumWaiting)) }
      // The newest: who was there before the flood stays.
      victim = most.max { $0.rawValue < $1.rawValue }
    }
    if let victim {
      close(victim)
    }
    sessions[session] = place
    places[place, default: Occupant()].count += 1
    places[place]?.waiting.insert(session)
    waitingCount += 1
    if let known = greediest, let most = places[known]?.waiting.count, let now = places[place]?.waiting.count,
      now > most
    {
      greediest = place
    }
    return .take(inPlaceOf: victim)
  }

  /// A connection has logged in.
  public mutating func logIn(_ session: SessionID) {
    guard let place = sessions[session] else { return }
    stopWaiting(session, in: place)
  }

  /// A connection is gone.
  public mutating func close(_ session: SessionID) {
    guard let place = sessions.removeValue(forKey: session) else { return }
    stopWaiting(session, in: place)
    places[place]?.count -= 1
    if places[place]?.count == 0 {
      places[place] = nil
    }
  }

  private mutating func stopWaiting(_ session: SessionID, in place: Place) {
    guard places[place]?.waiting.remove(session) != nil else { return }
    waitingCount -= 1
    if greediest == place {
      greediest = nil
    }
  }

  /// Kept while it holds, so that a flood of connections that are refused does not cost a look at every place each.
  private mutating func greediestPlace() -> Place? {
    if greediest == nil {
      greediest = places.max { $0.value.waiting.count < $1.value.waiting.count }?.key
    }
    return greediest
  }
}
