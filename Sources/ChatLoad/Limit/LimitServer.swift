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
  /// Where it listens.
  let address: SocketAddress
  private let listener: Int32
  private let epoll: Epoll
  private var members: [LimitMember?] = []
  private var freePlaces: [Int] = []
  private var toRead: [LimitMember] = []
  /// Those with answers of their own this turn.
  private var answered: [LimitMember] = []
  /// The deliveries of a turn, written to everybody.
  private var shared: [UInt8] = []
  private var lastID: Int64 = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * frameLimit, alignment: 64)
  private let isStopped = Locked(false)

  private static let listenerToken = UInt64.max
  /// So much is read of one member in a turn: as the real server does, so that no turn has too much pending.
  private static let readSize = 4_096
  /// A client's frames are shorter.
  private static let frameLimit = 65_536
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
    while !isStopped.withLock({ $0 }) {
      turn()
    }
  }

  private func turn() {
    epoll.wait(nanoseconds: toRead.isEmpty ? Self.patience : 0) { event in
      if event.token == Self.listenerToken { return accept() }
      guard let member = members[Int(event.token)] else { return }
      if event.isReadable { listForReading(member) }
      if event.isWritable { member.isBlocked = false }
      if member.hasPending { write(member) }
    }
    let batch = toRead
    toRead.removeAll(keepingCapacity: true)
    for member in batch {
      member.isListed = false
      read(member)
    }
    if shared.isEmpty {
      for member in answered { write(member) }
    } else {
      for case let member? in members { write(member) }
      shared.removeAll(keepingCapacity: true)
    }
    answered.removeAll(keepingCapacity: true)
  }

  private func listForReading(_ member: LimitMember) {
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
      let member = LimitMember(descriptor: descriptor, place: place)
      if place < members.count { members[place] = member } else { members.append(member) }
      guard (try? epoll.add(descriptor, token: UInt64(place))) != nil else { return close(member) }
      listForReading(member)
    }
  }

  private func read(_ member: LimitMember) {
    guard !member.isClosed else { return }
    let kept = member.partial.count
    if kept > 0 { buffer.copyBytes(from: member.partial) }
    let count = recv(member.descriptor, buffer.baseAddress.map { $0 + kept }, Self.readSize, 0)
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { close(member) }
      return
    }
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(kept + count)])
    var place = 0
    while let end = ServerScan.end(of: place, in: bytes) {
      guard end > place + 4, take(UnsafeRawBufferPointer(rebasing: bytes[place + 4..<end]), from: member) else {
        return close(member)
      }
      place = end
    }
    member.partial = place < bytes.count ? Array(bytes[place...]) : []
    guard member.partial.count < Self.frameLimit else { return close(member) }
    if count == Self.readSize { listForReading(member) }
  }

  /// Carries out one frame; false when it is none that this server knows.
  private func take(_ payload: UnsafeRawBufferPointer, from member: LimitMember) -> Bool {
    guard let frame = try? ClientFrame.decode(payload) else { return false }
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
      let id = EntryID(rawValue: lastID)
      // A time of the right size: nobody reads it.
      let message = DeliveredMessage(
        id: id, time: WallTime(microseconds: lastID), kind: .broadcast, sender: .account(member.name), body: body,
        request: ClientRequestID(run: member.run, number: number))
      ServerFrame.event(.message(message)).append(to: &shared)
      answer(member, .reply(number: number, .stored(id)))
    case .request(_, .acknowledge): break
    case .ping: answer(member, .pong)
    default: return false
    }
    return true
  }

  private func answer(_ member: LimitMember, _ frame: ServerFrame) {
    if member.answers.isEmpty { answered.append(member) }
    frame.append(to: &member.answers)
  }

  /// One write of what is left over, the deliveries of the turn, and the member's own answers.
  private func write(_ member: LimitMember) {
    guard !member.isClosed else { return }
    let deliveries = member.name.isEmpty ? [] : shared
    guard !member.isBlocked, !member.hasPending else { return member.queue(deliveries) }
    let total = deliveries.count + member.answers.count
    guard total > 0 else { return }
    let count = member.send(deliveries)
    if count < 0, errno != EAGAIN { return close(member) }
    member.noteSent(max(count, 0), deliveries)
  }

  private func close(_ member: LimitMember) {
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
