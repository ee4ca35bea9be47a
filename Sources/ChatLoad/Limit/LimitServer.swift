import CLinux
import ChatNet
import ChatSystem
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
  private var lastID: UInt64 = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * frameLimit, alignment: 64)
  private let isStopped = Locked(false)

  private static let listenerToken = UInt64.max
  /// So much is read of one member in a turn: as the real server does, so that no turn has too much pending.
  private static let readSize = 4_096
  /// A client's frames are shorter.
  private static let frameLimit = 65_536
  /// How long a stop may go unnoticed, in nanoseconds.
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
    guard let frame = LimitFrame(payload) else { return false }
    switch frame {
    case .hello(let run):
      member.run = run
      answer(member) { LimitFrame.appendHello(to: &$0) }
    case .logIn(let number, let name):
      member.name = name
      answer(member) { LimitFrame.appendWelcome(number, name: name, to: &$0) }
    case .broadcast(let number, let body):
      lastID += 1
      LimitFrame.appendDelivery(lastID, of: member, number: number, body: body, to: &shared)
      answer(member) { LimitFrame.appendStored(number, id: lastID, to: &$0) }
    case .ping: answer(member) { LimitFrame.appendPong(to: &$0) }
    case .acknowledgement: break
    }
    return true
  }

  private func answer(_ member: LimitMember, _ append: (inout [UInt8]) -> Void) {
    if member.answers.isEmpty { answered.append(member) }
    append(&member.answers)
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
