import ChatCore
import ChatNet
import Dispatch
import FoundationEssentials
import Glibc

/// The Unix socket by which `chatctl admin` speaks to the running server: lines of JSON, described in CONTROL.md.
///
/// Connections belong to a loop of their own, so that a slow shell holds up nobody; commands are carried out on the
/// service's queue.
final class ControlSocket: @unchecked Sendable {  // All state belongs to the loop's queue.
  /// So many shells may be connected at once.
  private static let maximumConnections = 32
  /// And so many of members of the group: whoever owns the server finds a place.
  private static let maximumMembers = 24

  private let loop: ConnectionLoop
  private let service: AdminService
  private var listener: UnixListener?
  private var count = 0
  private var memberCount = 0

  /// One connected shell. `partial` belongs to the loop's queue, `face` to the service's.
  private final class Talk: @unchecked Sendable {  // Each part has its queue.
    let person: Operator
    var partial: [UInt8] = []
    var face: AdminFace?

    init(person: Operator) {
      self.person = person
    }
  }

  /// Listens at `path`, for the members of `group` too.
  ///
  /// - Throws: `NetError`.
  init(path: String, group: AdminGroup?, service: AdminService) throws(NetError) {
    self.service = service
    loop = try ConnectionLoop(label: "chatctl.control.socket", qos: .userInitiated)
    loop.queue.sync { loop.delegate = self }
    listener = try UnixListener(path: path, group: group?.gid, queue: loop.queue) { [weak self] descriptor, peer in
      self?.accept(descriptor, peer)
    }
  }

  /// Stops listening, lets what is queued go out, and calls `done` on the loop's queue. From any queue, once.
  func stop(then done: @escaping @Sendable () -> Void) {
    loop.perform { [self] in
      listener?.stop()
      loop.forEachConnection { $0.closeAfterWriting() }
      waitUntilClosed(until: .now() + 1, then: done)
    }
  }

  private func waitUntilClosed(until deadline: DispatchTime, then done: @escaping @Sendable () -> Void) {
    guard loop.connectionCount > 0, .now() < deadline else {
      loop.stop()
      done()
      return
    }
    loop.queue.asyncAfter(deadline: .now() + 0.01) { [self] in waitUntilClosed(until: deadline, then: done) }
  }

  private func accept(_ descriptor: Int32, _ peer: UnixListener.Peer) {
    // The mode of the socket keeps others out already; a directory that somebody opened up must not let them in.
    guard peer.uid == 0 || peer.uid == geteuid() || peer.isMember else {
      close(descriptor)
      return
    }
    let nowhere = SocketAddress(ipv4: 0, port: 0)
    let talk = Talk(person: Operator(uid: peer.uid, pid: peer.pid))
    guard let connection = try? loop.adopt(descriptor, remote: nowhere, owner: talk) else { return }
    guard count < Self.maximumConnections, talk.person.isOwner || memberCount < Self.maximumMembers else {
      let shells =
        count < Self.maximumConnections
        ? "\(Self.maximumMembers) shells of members of the group" : "\(Self.maximumConnections) shells"
      refuse(connection, "\(shells) are connected already. Please close one of them!")
      connection.owner = nil
      return
    }
    count += 1
    memberCount += talk.person.isOwner ? 0 : 1
  }

  private func take(_ line: ArraySlice<UInt8>, from talk: Talk, _ connection: Connection) {
    guard let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line)) else {
      return refuse(connection, "A line was no request of this protocol.")
    }
    guard request.version == ControlRequest.currentVersion else {
      return refuse(connection, "The server speaks version \(ControlRequest.currentVersion) of the control protocol.")
    }
    service.queue.async { [self] in
      let face = talk.face ?? makeFace(for: talk, isInteractive: request.interactive, connection)
      talk.face = face
      face.take(request)
    }
  }

  private func makeFace(for talk: Talk, isInteractive: Bool, _ connection: Connection) -> AdminFace {
    AdminFace(service, person: talk.person, isInteractive: isInteractive, isElsewhere: true) { [weak self] reply in
      let bytes = SharedBytes(reply.encoded()).slice
      self?.loop.perform { connection.send(bytes) }
    }
  }

  private func refuse(_ connection: Connection, _ sentence: String) {
    var reply = ControlReply()
    reply.error = sentence
    reply.code = EX_DATAERR
    connection.send(SharedBytes(reply.encoded()).slice)
    connection.closeAfterWriting()
  }
}

extension ControlSocket: ConnectionLoopDelegate {
  func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
    guard let talk = connection.owner as? Talk else { return }
    talk.partial += bytes
    while let end = talk.partial.firstIndex(of: UInt8(ascii: "\n")) {
      let line = talk.partial[..<end]
      talk.partial = Array(talk.partial[(end + 1)...])
      take(line, from: talk, connection)
    }
    if talk.partial.count > ControlRequest.longestLine {
      refuse(connection, "A line was longer than \(ControlRequest.longestLine) bytes.")
    }
  }

  func turnEnded(_ loop: ConnectionLoop) {}

  func drained(_ connection: Connection) {}

  func bulkWanted(_ connection: Connection) {}

  func closed(_ connection: Connection, _ reason: CloseReason) {
    if let talk = connection.owner as? Talk {
      count -= 1
      memberCount -= talk.person.isOwner ? 0 : 1
    }
  }
}
