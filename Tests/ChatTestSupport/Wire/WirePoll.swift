import Glibc

/// Moves the bytes of many clients on one thread, through one poll(2).
public final class WirePoll {
  /// Who is driven.
  public var clients: [WireClient]
  /// A server whose console is read meanwhile, so that its pipe never fills.
  public var server: ServerProcess?

  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
  private var descriptors: [pollfd] = []

  /// A poll of these.
  public init(_ clients: [WireClient], server: ServerProcess? = nil) {
    self.clients = clients
    self.server = server
  }

  deinit {
    buffer.deallocate()
  }

  /// Waits until a client can read or write, at most so long, and lets each do what it can.
  public func turn(milliseconds: Int32) {
    server?.process.readAvailable()
    descriptors.removeAll(keepingCapacity: true)
    for client in clients {
      if client.isOpen {
        client.pingIfDue()
      }
      // poll(2) passes over negative ones.
      descriptors.append(pollfd(fd: client.socket, events: client.interest, revents: 0))
    }
    guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return }
    for (place, polled) in descriptors.enumerated() where polled.revents != 0 {
      let client = clients[place]
      guard client.socket == polled.fd else { continue }
      if polled.revents & Int16(POLLOUT) != 0 {
        client.flush()
      }
      if polled.revents & ~Int16(POLLOUT) != 0 {
        if client.isReading {
          client.receive(into: buffer)
          client.flush()
        } else if polled.revents & Int16(POLLERR) != 0 {
          client.cut()
        }
      }
    }
  }

  /// Takes turns until `isDone`; looks at it before each.
  ///
  /// - Throws: `ChildProcess.Mismatch` that names `what`, when it takes too long.
  public func drive(
    until what: String, within seconds: Double = ChildProcess.patience, _ isDone: () throws -> Bool
  ) throws {
    let deadline = Deadline(seconds: seconds)
    while try !isDone() {
      guard !deadline.isOver else {
        throw ChildProcess.Mismatch(
          description: "waited in vain until \(what). The server said:\n\(server?.process.output.suffix(4_000) ?? "")")
      }
      turn(milliseconds: min(50, max(1, deadline.milliseconds)))
    }
  }

  /// Takes turns for so long.
  public func drive(seconds: Double) {
    drive(seconds: seconds) {}
  }

  /// Takes turns for so long, and calls `eachTurn` before each.
  public func drive(seconds: Double, _ eachTurn: () -> Void) {
    let deadline = Deadline(seconds: seconds)
    while !deadline.isOver {
      eachTurn()
      turn(milliseconds: min(5, max(1, deadline.milliseconds)))
    }
  }
}
