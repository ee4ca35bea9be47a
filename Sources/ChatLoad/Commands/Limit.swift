import ArgumentParser
import CLinux
import ChatCore
import ChatNet
import ChatSystem
import ChatWire
import Glibc

/// The limit of the machine: a server that does nothing but hand frames on, on one epoll loop and one thread.
///
/// It speaks as much of the protocol as the scenario `fanout` needs, with the very frames of the real server: lets
/// everybody in, numbers broadcasts, sends them to all, and answers `stored` although nothing is. No room, no rules, no
/// disk, no TLS.
final class LimitServer {
  private final class Member {
    let descriptor: Int32
    let place: Int
    var frames = FrameReader(limit: FrameLimit.afterLogIn)
    var run: UInt64 = 0
    /// Empty until it is logged in: then nothing is delivered to it.
    var name = ""
    /// The bytes that go to it alone: its answers, behind what could not be written before.
    var own: [UInt8] = []
    var isListed = false
    var isBlocked = false
    var isClosed = false

    init(descriptor: Int32, place: Int) {
      self.descriptor = descriptor
      self.place = place
    }
  }

  let address: SocketAddress
  private let listener: Int32
  private let epoll: Epoll
  private var members: [Member?] = []
  private var freePlaces: [Int] = []
  private var toRead: [Member] = []
  /// Those with answers of their own this turn.
  private var answered: [Member] = []
  /// The deliveries of a turn, written to everybody.
  private var shared: [UInt8] = []
  private var lastID: Int64 = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: readSize, alignment: 64)
  private let isStopped = Locked(false)

  private static let listenerToken = UInt64.max
  /// The bytes that are read of one member in a turn: as the real server does, so that no turn has too much pending.
  private static let readSize = 4_096
  /// The time that a stop may go unnoticed, in nanoseconds.
  private static let patience: Int64 = 100_000_000

  /// Listens on `port` of the loopback; 0: a free one.
  init(port: UInt16) throws(NetError) {
    let loopback = SocketAddress(ipv4: 0x7F00_0001, port: port)
    (listener, address) = try ListeningSocket.open(host: loopback, port: port)
    epoll = try Epoll(capacity: 1_024)
    try epoll.add(listener, token: Self.listenerToken)
  }

  deinit {
    _ = Glibc.close(listener)
    epoll.close()
    buffer.deallocate()
  }

  /// Has ``run()`` return soon. From any thread.
  func stop() {
    isStopped.withLock { $0 = true }
  }

  /// Serves until it is stopped.
  func run() {
    while !isStopped.withLock({ $0 }) { turn() }
  }

  private func turn() {
    epoll.wait(nanoseconds: toRead.isEmpty ? Self.patience : 0) { event in
      if event.token == Self.listenerToken { return accept() }
      guard let member = members[Int(event.token)] else { return }
      if event.isReadable { listForReading(member) }
      guard event.isWritable, member.isBlocked else { return }
      member.isBlocked = false
      write(member, [])
    }
    let batch = toRead
    toRead.removeAll(keepingCapacity: true)
    for member in batch {
      member.isListed = false
      read(member)
    }
    if shared.isEmpty {
      for member in answered { write(member, []) }
    } else {
      for case let member? in members { write(member, member.name.isEmpty ? [] : shared) }
      shared.removeAll(keepingCapacity: true)
    }
    answered.removeAll(keepingCapacity: true)
  }

  private func listForReading(_ member: Member) {
    guard !member.isListed, !member.isClosed else { return }
    member.isListed = true
    toRead.append(member)
  }

  private func accept() {
    while true {
      let descriptor = clinux_accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      var one: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
      let place = freePlaces.popLast() ?? members.count
      let member = Member(descriptor: descriptor, place: place)
      if place < members.count { members[place] = member } else { members.append(member) }
      guard (try? epoll.add(descriptor, token: UInt64(place))) != nil else { return close(member) }
      listForReading(member)
    }
  }

  private func read(_ member: Member) {
    guard !member.isClosed else { return }
    let count = recv(member.descriptor, buffer.baseAddress, Self.readSize, 0)
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { close(member) }
      return
    }
    do throws(FrameError) {
      try member.frames.read(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { payload throws(FrameError) in
        if let frame = try ClientFrame.decode(payload) { take(frame, from: member) }
      }
    } catch {
      return close(member)
    }
    if count == Self.readSize { listForReading(member) }
  }

  /// Carries out one frame; leaves alone what this server does not know.
  private func take(_ frame: ClientFrame, from member: Member) {
    switch frame {
    case .hello(let hello):
      member.run = hello.run
      // A sign of life once an hour.
      answer(member, .hello(ServerHello(software: "chatload limit", keepAliveSeconds: 3_600)))
    case .request(let number, .logIn(let name, _)):
      member.name = name
      answer(member, .reply(number: number, .welcome(name: name)))
      answer(member, .event(.caughtUp))
    case .request(let number, .broadcast(let body)):
      lastID += 1
      // A time of the right size: nobody reads it.
      let message = DeliveredMessage(
        id: EntryID(rawValue: lastID), time: WallTime(microseconds: lastID), kind: .broadcast,
        sender: .account(member.name), body: body, request: ClientRequestID(run: member.run, number: number))
      ServerFrame.event(.message(message)).append(to: &shared)
      answer(member, .reply(number: number, .stored(EntryID(rawValue: lastID))))
    case .ping: answer(member, .pong)
    default: break
    }
  }

  private func answer(_ member: Member, _ frame: ServerFrame) {
    answered.append(member)
    frame.append(to: &member.own)
  }

  /// Writes what goes to it alone and the deliveries of the turn in one call, and keeps what the socket does not take.
  private func write(_ member: Member, _ deliveries: [UInt8]) {
    guard !member.isClosed, !member.own.isEmpty || !deliveries.isEmpty else { return }
    guard !member.isBlocked else { return member.own += deliveries }
    let own = member.own.count
    let count = member.own.withUnsafeBytes { own in
      deliveries.withUnsafeBytes { deliveries in
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
          vectors[0] = iovec(iov_base: .init(mutating: own.baseAddress), iov_len: own.count)
          vectors[1] = iovec(iov_base: .init(mutating: deliveries.baseAddress), iov_len: deliveries.count)
          var message = msghdr()
          message.msg_iov = vectors.baseAddress
          message.msg_iovlen = 2
          return sendmsg(member.descriptor, &message, Int32(MSG_NOSIGNAL))
        }
      }
    }
    if count < 0, errno != EAGAIN { return close(member) }
    let sent = max(0, count)
    member.isBlocked = sent < own + deliveries.count
    member.own.replaceSubrange(..<min(sent, own), with: [])
    if member.isBlocked { member.own += deliveries.dropFirst(max(0, sent - own)) }
  }

  private func close(_ member: Member) {
    guard !member.isClosed else { return }
    member.isClosed = true
    _ = Glibc.close(member.descriptor)
    members[member.place] = nil
    freePlaces.append(member.place)
  }
}

/// `chatload limit`
struct Limit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limit",
    abstract: "Run a bare fan-out server: what the machine can do at best.",
    discussion: """
      One epoll loop that hands the frames of "chatload fanout" on, and does nothing else: no rules, no disk, no TLS. \
      Everybody may log in. Prints its port, and serves until it is stopped.

      Example: chatload limit
      """)

  @Argument(help: "The port to listen on; 0 takes a free one.") var port: UInt16 = 0

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    do throws(NetError) {
      let server = try LimitServer(port: port)
      StandardOutput.write("listening on \(server.address)\n")
      server.run()
    } catch {
      throw LoadError(error.description)
    }
  }
}
