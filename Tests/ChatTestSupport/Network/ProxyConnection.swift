import Glibc

/// A connection through a `CuttingProxy`: two sockets, and what is on its way between them.
struct ProxyConnection {
  /// What goes one way.
  private struct Flow {
    /// So many bytes may be on their way.
    static let mostBytes = 65_536

    let from: Int32
    let to: Int32
    /// Pieces and when they arrive, in nanoseconds.
    var pieces: [(due: Int64, bytes: [UInt8])] = []
    var count = 0
    /// When the link is free for the next piece.
    var free: Int64 = 0
    var hasEnded = false
    /// The connection is cut when so many more bytes have gone.
    var left: Int?
  }

  /// What becomes of it.
  enum Course {
    case goesOn
    /// One of its ends has ended it.
    case ended
    case cut
  }

  private var flows: [Flow]

  init(client: Int32, server: Int32) {
    for socket in [client, server] { LoopbackSocket.prepare(socket) }
    flows = [Flow(from: client, to: server), Flow(from: server, to: client)]
  }

  /// What a `poll` waits for.
  var polls: [pollfd] {
    flows.filter { !$0.hasEnded && $0.count < Flow.mostBytes }.map {
      pollfd(fd: $0.from, events: Int16(POLLIN), revents: 0)
    }
  }

  /// When the next piece arrives.
  var nextDue: Int64? {
    flows.compactMap { $0.pieces.first?.due }.min()
  }

  mutating func cut(after bytes: Int, _ direction: CuttingProxy.Direction) {
    flows[direction == .up ? 0 : 1].left = bytes
  }

  func close(isReset: Bool) {
    for flow in flows { LoopbackSocket.close(flow.from, isReset: isReset) }
  }

  /// Takes what has come and gives what has arrived.
  ///
  /// - Returns: what becomes of it; its sockets are closed unless it goes on.
  mutating func carry(_ link: CuttingProxy.Link, at now: Int64) -> Course {
    for index in flows.indices {
      take(into: &flows[index], link, at: now)
      let course = give(from: &flows[index], at: now)
      guard case .goesOn = course else {
        close(isReset: true)
        return course
      }
    }
    // An end is passed on when everything before it has arrived.
    guard !flows.contains(where: { $0.hasEnded && $0.pieces.isEmpty }) else {
      close(isReset: false)
      return .ended
    }
    return .goesOn
  }

  private func take(into flow: inout Flow, _ link: CuttingProxy.Link, at now: Int64) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while !flow.hasEnded, flow.count < Flow.mostBytes {
      let count = recv(flow.from, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else {
        flow.hasEnded = count == 0 || (errno != EAGAIN && errno != EINTR)
        return
      }
      let cost = link.bitsPerSecond.map { Int64(Double(count * 8) / $0 * 1_000_000_000) } ?? 0
      flow.free = max(flow.free, now) + cost
      flow.pieces.append((flow.free + Int64(link.latency * 1_000_000_000), Array(buffer[..<count])))
      flow.count += count
    }
  }

  /// It has ended when nobody takes anything.
  private func give(from flow: inout Flow, at now: Int64) -> Course {
    while let piece = flow.pieces.first, piece.due <= now {
      let allowed = min(piece.bytes.count, flow.left ?? .max)
      let sent = send(flow.to, piece.bytes, allowed, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
      if sent < 0, errno == EAGAIN || errno == EINTR {
        // The other side is slow: look again soon.
        flow.pieces[0].due = now + 1_000_000
        return .goesOn
      }
      guard sent >= 0 else { return .ended }
      flow.count -= sent
      flow.left = flow.left.map { $0 - sent }
      if sent == piece.bytes.count {
        flow.pieces.removeFirst()
      } else {
        flow.pieces[0].bytes.removeFirst(sent)
      }
      if let left = flow.left, left <= 0 { return .cut }
    }
    return .goesOn
  }
}
