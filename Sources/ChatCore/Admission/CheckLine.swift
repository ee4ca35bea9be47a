/// Password checks under way, and who stands in line for them, by whoever pays.
///
/// A line is there only while checks under way may free a place in it, and so never waits in vain.
struct CheckLine<Payer: Hashable & Sendable>: Sendable {
  private struct Check {
    let payer: Payer
    let place: String
    var isWaiting: Bool
  }

  private struct Line {
    var underWay = 0
    var waiting: [SessionID] = []
  }

  /// So many of one place may be under way or in line.
  var mostPerPlace: Int
  private var checks: [SessionID: Check] = [:]
  private var lines: [Payer: Line] = [:]
  /// How many checks, under way or waiting, come from one place.
  private var places: [String: Int] = [:]

  init(mostPerPlace: Int) {
    self.mostPerPlace = mostPerPlace
  }

  /// Whether `session` has a check here: it may have one at a time.
  func has(_ session: SessionID) -> Bool {
    checks[session] != nil
  }

  /// The most of one place.
  var mostOfOnePlace: Int {
    places.values.max() ?? 0
  }

  /// Whether one more from `place` may stand in line.
  func hasRoom(for place: String) -> Bool {
    places[place, default: 0] < mostPerPlace
  }

  func isUnderWay(on payer: Payer) -> Bool {
    (lines[payer]?.underWay ?? 0) > 0
  }

  func isWaited(for payer: Payer) -> Bool {
    lines[payer]?.waiting.isEmpty == false
  }

  /// The first in line.
  func next(on payer: Payer) -> SessionID? {
    lines[payer]?.waiting.first
  }

  mutating func begin(_ session: SessionID, from place: String, on payer: Payer) {
    add(session, Check(payer: payer, place: place, isWaiting: false))
    lines[payer, default: Line()].underWay += 1
  }

  /// Puts `session` at the end of a line for checks that are under way.
  mutating func queue(_ session: SessionID, from place: String, on payer: Payer) {
    add(session, Check(payer: payer, place: place, isWaiting: true))
    lines[payer]?.waiting.append(session)
  }

  /// The check of `session`, who stands in line, is under way from now on.
  mutating func call(_ session: SessionID) {
    guard let check = checks[session], check.isWaiting else { return }
    checks[session]?.isWaiting = false
    lines[check.payer]?.waiting.removeAll { $0 == session }
    lines[check.payer]?.underWay += 1
  }

  /// The check of `session` is under way no more: the line, if there is one, has to be called or dismissed.
  ///
  /// - Returns: who has paid; nil when none is under way.
  mutating func end(_ session: SessionID) -> Payer? {
    guard let check = checks[session], !check.isWaiting else { return nil }
    remove(session, check)
    lines[check.payer]?.underWay -= 1
    forgetIfOver(check.payer)
    return check.payer
  }

  /// Takes `session` out of the line.
  mutating func leave(_ session: SessionID) {
    guard let check = checks[session], check.isWaiting else { return }
    remove(session, check)
    lines[check.payer]?.waiting.removeAll { $0 == session }
  }

  /// Takes everybody out of a line.
  mutating func dismissAll(on payer: Payer) -> [SessionID] {
    let waiting = lines[payer]?.waiting ?? []
    waiting.forEach { leave($0) }
    forgetIfOver(payer)
    return waiting
  }

  private mutating func add(_ session: SessionID, _ check: Check) {
    checks[session] = check
    places[check.place, default: 0] += 1
  }

  private mutating func remove(_ session: SessionID, _ check: Check) {
    checks[session] = nil
    let left = places[check.place, default: 1] - 1
    places[check.place] = left > 0 ? left : nil
  }

  private mutating func forgetIfOver(_ payer: Payer) {
    if let line = lines[payer], line.underWay == 0, line.waiting.isEmpty {
      lines[payer] = nil
    }
  }
}
