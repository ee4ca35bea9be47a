import ChatSystem
import Foundation
import Glibc

/// Carries bytes between two sockets on a thread of its own, as a network does: cut anywhere, lost in the middle, or
/// spoiled.
final class Wire: @unchecked Sendable {  // The pairs are touched by its thread alone once it runs.
  /// What it does to the bytes.
  struct Plan: Sendable {
    /// The most it carries at once.
    var chunk = 65_536
    /// It breaks when so many bytes of the client have passed.
    var breaksAfter: Int?
    /// Whether the ends see a reset when it breaks, and not an end in order.
    var resets = false
    /// The byte of the client at this place is changed.
    var spoils: Int?
  }

  /// Nil once the sockets are closed: their numbers may be another test's by then.
  private let ends: Locked<(client: Int32, server: Int32)?>
  private let carried = Locked<(fromClient: [UInt8], fromServer: [UInt8])>(([], []))
  private let pairs: (SocketPair, SocketPair)
  private let plan: Plan

  init(client: SocketPair, server: SocketPair, _ plan: Plan) {
    ends = Locked((client.peer, server.peer))
    pairs = (client, server)
    self.plan = plan
    let thread = Thread { [self] in carry() }
    thread.start()
  }

  /// What has passed so far.
  var fromServer: [UInt8] { carried.withLock { $0.fromServer } }
  var fromClient: [UInt8] { carried.withLock { $0.fromClient } }

  /// Ends both sides.
  func cut() {
    ends.withLock {
      guard let (client, server) = $0 else { return }
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(server, Int32(SHUT_RDWR))
    }
  }

  private func carry() {
    guard let (client, server) = ends.withLock({ $0 }) else { return }
    var isClientOpen = true
    var isServerOpen = true
    while isClientOpen || isServerOpen {
      var polls = [
        pollfd(fd: isClientOpen ? client : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isServerOpen ? server : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&polls, 2, 20_000) > 0 else { return }
      if polls[0].revents != 0 { isClientOpen = pass(client, server, isClient: true) }
      if polls[1].revents != 0 { isServerOpen = pass(server, client, isClient: false) }
      if let limit = plan.breaksAfter, carried.withLock({ $0.fromClient.count }) >= limit {
        guard plan.resets else { return cut() }
        ends.withLock {
          $0 = nil
          pairs.0.resetPeer()
          pairs.1.resetPeer()
        }
        return
      }
    }
  }

  /// Carries what is there. False at the end of `source`.
  private func pass(_ source: Int32, _ target: Int32, isClient: Bool) -> Bool {
    let passed = carried.withLock { $0.fromClient.count }
    var room = plan.chunk
    if isClient, let limit = plan.breaksAfter { room = min(room, limit - passed) }
    var bytes = [UInt8](repeating: 0, count: max(1, room))
    let count = recv(source, &bytes, bytes.count, 0)
    guard count > 0 else {
      shutdown(target, Int32(SHUT_WR))
      return false
    }
    bytes = Array(bytes[..<count])
    if isClient, let place = plan.spoils, (passed..<passed + count).contains(place) { bytes[place - passed] ^= 0x55 }
    carried.withLock { if isClient { $0.fromClient += bytes } else { $0.fromServer += bytes } }
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }
}
