import CLinux
import ChatSystem
import Glibc

/// An epoll descriptor (epoll(7)) whose members are added once, edge-triggered, for reading and writing.
///
/// A member leaves by being closed: nobody else may hold a duplicate of its descriptor.
package struct Epoll: ~Copyable {
  /// Something that happened to a member.
  package struct Event {
    /// The number it was added with.
    package let token: UInt64
    private let mask: UInt32

    fileprivate init(_ event: epoll_event) {
      token = event.data.u64
      mask = event.events
    }

    /// There is something to read, be it the end.
    package var isReadable: Bool {
      mask & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
    }
    /// It takes bytes.
    package var isWritable: Bool { mask & EPOLLOUT.rawValue != 0 }
    /// The peer has ended its side, or the connection is broken: reading will come to an end.
    var isEnding: Bool { mask & (EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
    /// The connection is broken in both directions.
    var isBroken: Bool { mask & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
  }

  let descriptor: Int32
  private let events: UnsafeMutableBufferPointer<epoll_event>

  /// An empty one that gives at most `capacity` events a ``poll(_:)``.
  package init(capacity: Int) throws(NetError) {
    descriptor = try SystemCall.check(.epoll) { epoll_create1(Int32(EPOLL_CLOEXEC)) }
    events = .allocate(capacity: capacity)
  }

  deinit {
    events.deallocate()
  }

  /// Gives its descriptor up, for who waits by itself; the last thing that is done with it.
  package func close() {
    _ = Glibc.close(descriptor)
  }

  /// Adds the descriptor `member`; its events will carry `token`.
  package func add(_ member: Int32, token: UInt64) throws(NetError) {
    var event = epoll_event()
    event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
    event.data.u64 = token
    try SystemCall.check(.epoll) { epoll_ctl(descriptor, EPOLL_CTL_ADD, member, &event) }
  }

  /// Calls `body` with what has happened since the last time, without waiting.
  func poll(_ body: (Event) -> Void) {
    guard
      case .value(let count) = SystemCall.run({
        epoll_wait(descriptor, events.baseAddress, Int32(truncatingIfNeeded: events.count), 0)
      })
    else { return }
    for index in 0..<Int(count) { body(Event(events[index])) }
  }

  /// The same, but waits for something to happen, at most so long (epoll_pwait2(2)). A signal ends the wait, too.
  package func wait(nanoseconds: Int64, _ body: (Event) -> Void) {
    let count = clinux_epoll_wait(
      descriptor, events.baseAddress, Int32(truncatingIfNeeded: events.count), max(0, nanoseconds))
    for index in 0..<max(0, Int(count)) { body(Event(events[index])) }
  }
}
