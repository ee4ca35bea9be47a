import ChatCore
import ChatNet
import ChatSystem
import Dispatch

/// Decides at the door whether a connection is taken, by the limits that count connections and descriptors, and tells
/// the log about those that are not: the first one of each reason at once, the rest counted.
///
/// A refused connection costs a look at a table and one small write; nothing is hashed, and no memory stays behind. Its
/// methods may be called from any queue.
final class ConnectionGate: Sendable {
  /// The decision about a new connection.
  enum Verdict: Sendable {
    /// It is taken; the other one, which is not logged in, has to go for it.
    case take(inPlaceOf: SessionID?)
    /// It is told why not once it has said hello. `left` has to be called when it is gone.
    case refuseInTurn(Refusal)
    /// The same, in one write and without waiting for anything.
    case refuseAtOnce(Refusal)
  }

  private struct State {
    var ledger: ConnectionLedger<AddressGroup>
    var tally = RefusalTally<ServerEvent.ConnectionRefusal>()
    /// Connections that are being told why they are refused.
    var refusedInTurn: Set<SessionID> = []
    var isTimerSet = false
    /// Descriptors from this number on are not for connections.
    var firstSpareDescriptor: Int32
  }

  /// So many refused connections are waited for at once; the others get their one write.
  private static let maximumRefusedInTurn = 64

  private let state: Locked<State>
  private let log: ServerLog
  private let isLoopbackOne: Bool
  private let descriptors: Int

  /// - Parameter descriptors: how many this process may have.
  init(_ settings: Settings, descriptors: Int, log: ServerLog) {
    self.log = log
    self.descriptors = descriptors
    isLoopbackOne = !settings[isOn: .tellLoopbackApart]
    let ledger = ConnectionLedger<AddressGroup>(
      maximumPerPlace: Int(settings[.connectionsPerAddress]), maximumWaiting: Int(settings[.unauthenticated]))
    state = Locked(
      State(ledger: ledger, firstSpareDescriptor: Self.firstSpareDescriptor(of: descriptors, settings)))
  }

  /// Takes other limits, which hold for who comes from now on.
  func change(_ settings: Settings) {
    state.withLock { state in
      state.ledger.change(
        maximumPerPlace: Int(settings[.connectionsPerAddress]), maximumWaiting: Int(settings[.unauthenticated]))
      state.firstSpareDescriptor = Self.firstSpareDescriptor(of: descriptors, settings)
    }
  }

  private static func firstSpareDescriptor(of descriptors: Int, _ settings: Settings) -> Int32 {
    // Where there are few at all, half of them are for connections all the same.
    Int32(clamping: settings.limit(.spareDescriptors).map { max(descriptors - Int($0), descriptors / 2) } ?? .max)
  }

  /// The addresses that count as one with `remote`.
  func group(of remote: SocketAddress) -> AddressGroup {
    AddressGroup(of: remote, isLoopbackOne: isLoopbackOne)
  }

  /// True when `address` is this machine itself, which is one address.
  func countsAsLoopback(_ address: SocketAddress) -> Bool {
    address.isLoopback && isLoopbackOne
  }

  /// Decides on a connection that was accepted as `descriptor` and would be `session`.
  func decide(_ session: SessionID, descriptor: Int32, remote: SocketAddress) -> Verdict {
    // accept(2) gives the lowest free descriptor: as many as its number are in use.
    guard descriptor < state.withLock({ $0.firstSpareDescriptor }) else {
      noteRefusal(.descriptors, remote)
      return .refuseAtOnce(.outOfDescriptors)
    }
    let group = group(of: remote)
    let verdict: Verdict = state.withLock { state in
      switch state.ledger.open(session, from: group) {
      case .take(let victim):
        return .take(inPlaceOf: victim)
      case .refuse(let refusal):
        guard state.refusedInTurn.count < Self.maximumRefusedInTurn else { return .refuseAtOnce(refusal) }
        state.refusedInTurn.insert(session)
        return .refuseInTurn(refusal)
      }
    }
    switch verdict {
    case .take: break
    case .refuseInTurn(.tooManyConnections), .refuseAtOnce(.tooManyConnections): noteRefusal(.address, remote)
    case .refuseInTurn, .refuseAtOnce: noteRefusal(.unauthenticated, remote)
    }
    return verdict
  }

  /// There was no descriptor for a connection from `remote`.
  func noteOutOfDescriptors(_ remote: SocketAddress) {
    noteRefusal(.descriptors, remote)
  }

  /// `session` has logged in.
  func logIn(_ session: SessionID) {
    state.withLock { $0.ledger.logIn(session) }
  }

  /// `session` is gone, whether or not it was taken.
  func left(_ session: SessionID) {
    state.withLock { state in
      if state.refusedInTurn.remove(session) == nil {
        state.ledger.close(session)
      }
    }
  }

  /// Counts and logs a connection that was refused or closed before its hello.
  func noteRefusal(_ reason: ServerEvent.ConnectionRefusal, _ remote: SocketAddress) {
    let now = SystemClock.now()
    let (isLogged, isTimerDue) = state.withLock { state in
      let isLogged = state.tally.count(reason, at: now.uptime)
      let isTimerDue = state.tally.hasUntold && !state.isTimerSet
      state.isTimerSet = state.isTimerSet || isTimerDue
      return (isLogged, isTimerDue)
    }
    if isLogged {
      log.write(.connectionRefused(address: remote.host, reason), at: now.wall)
    }
    if isTimerDue {
      tellLater()
    }
  }

  /// Figures for the status.
  struct Figures: Sendable {
    let mostOfOneAddress: Int
    let unauthenticated: Int
    let refused: Int64
  }

  /// The figures for the status.
  var figures: Figures {
    state.withLock {
      Figures(
        mostOfOneAddress: $0.ledger.mostOfOnePlace, unauthenticated: $0.ledger.unauthenticated,
        refused: $0.tally.total)
    }
  }

  private func tellLater() {
    let interval = RefusalTally<ServerEvent.ConnectionRefusal>.interval
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + interval) { [self] in
      let now = SystemClock.now()
      let (due, isTimerDue) = state.withLock { state in
        let due = state.tally.takeDue(at: now.uptime)
        state.isTimerSet = state.tally.hasUntold
        return (due, state.isTimerSet)
      }
      for (reason, count) in due {
        log.write(.connectionsLeftOut(reason: reason, count: count), at: now.wall)
      }
      if isTimerDue {
        tellLater()
      }
    }
  }
}
