import ChatSystem
import Glibc

/// The thread of a `CuttingProxy`.
struct ProxyLoop {
  let listener: Int32
  let wake: Int32
  let state: Locked<CuttingProxy.State>
  private var connections: [ProxyConnection] = []
  /// A cut that waits for a connection.
  private var nextCut: (bytes: Int, direction: CuttingProxy.Direction)?
  private var cuts = 0

  init(listener: Int32, wake: Int32, state: Locked<CuttingProxy.State>) {
    self.listener = listener
    self.wake = wake
    self.state = state
  }

  /// Returns when the proxy is stopped.
  mutating func run() {
    while true {
      let orders = state.withLock { state in
        defer { state.orders = [] }
        return state.orders
      }
      let now = state.withLock { $0 }
      for order in orders { carryOut(order) }
      guard !now.isStopped else { break }
      turn(now)
      state.withLock { [count = connections.count, cuts] in
        $0.open = count
        $0.cuts = cuts
      }
    }
    for connection in connections { connection.close(isReset: true) }
  }

  private mutating func carryOut(_ order: CuttingProxy.Order) {
    switch order {
    case .all:
      for connection in connections { connection.close(isReset: true) }
      cuts += connections.count
      connections = []
    case .newest(let bytes, let direction):
      guard !connections.isEmpty else {
        nextCut = (bytes, direction)
        return
      }
      connections[connections.count - 1].cut(after: bytes, direction)
    }
  }

  private mutating func turn(_ now: CuttingProxy.State) {
    var polls = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
    if !now.isStalled {
      polls.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
      for connection in connections { polls += connection.polls }
    }
    let time = MonotonicClock.now()
    let due = now.isStalled ? nil : connections.compactMap(\.nextDue).min()
    let wait = due.map { max(0, min(1_000, ($0 - time) / 1_000_000 + 1)) } ?? 1_000
    guard poll(&polls, nfds_t(polls.count), Int32(wait)) >= 0 else { return }
    if polls[0].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 64)
      _ = read(wake, &bytes, bytes.count)
      // Orders come first.
      return
    }
    guard !now.isStalled else { return }
    if polls[1].revents != 0 { accept(now) }
    var kept: [ProxyConnection] = []
    for var connection in connections {
      switch connection.carry(now.link, at: MonotonicClock.now()) {
      case .goesOn: kept.append(connection)
      case .ended: break
      case .cut: cuts += 1
      }
    }
    connections = kept
  }

  private mutating func accept(_ now: CuttingProxy.State) {
    let client = Glibc.accept(listener, nil, nil)
    guard client >= 0 else { return }
    state.withLock { $0.accepted += 1 }
    guard let server = LoopbackSocket.connect(to: now.target) else {
      LoopbackSocket.close(client, isReset: true)
      return
    }
    var connection = ProxyConnection(client: client, server: server)
    if let cut = nextCut {
      connection.cut(after: cut.bytes, cut.direction)
      nextCut = nil
    }
    connections.append(connection)
  }
}
