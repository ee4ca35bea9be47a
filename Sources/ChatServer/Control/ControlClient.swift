import ChatNet
import ChatStore
import ChatSystem
import FoundationEssentials
import Glibc
import Synchronization

/// The other end of the control socket: what `chatctl admin` and the completions of the shell speak with. Blocking; one
/// thread at a time sends, one receives.
public final class ControlClient: @unchecked Sendable {  // `buffer` belongs to the thread that receives.
  /// No line of a server is longer, in bytes: a list of all accounts may well be long.
  private static let longestReply = 64 << 20

  private let directory: DataDirectory
  private let descriptor: Int32
  /// Who is at the other end.
  let peer: UnixListener.Peer?
  private let patience: Double
  private var buffer: [UInt8] = []
  /// Whether the last request has had an answer.
  private let isAnswered = Atomic(true)

  /// Connects to the server of `directory`. Nothing is said to anybody but it: in a directory that others may write to,
  /// somebody else could listen there for passwords.
  ///
  /// - Parameter patience: how long the first answer to a request may take, in seconds; what follows it may take longer.
  /// - Throws: `Failure`.
  public init(_ directory: DataDirectory, patience: Double = 60) throws(Failure) {
    self.directory = directory
    self.patience = patience
    do throws(NetError) {
      descriptor = try UnixListener.connect(to: directory.controlSocket)
    } catch {
      throw Failure(error, directory)
    }
    peer = UnixListener.peer(of: descriptor)
    // All of it is there by now, so that `deinit` closes what is refused.
    if let refusal = Self.refusal(of: peer, directory) { throw refusal }
  }

  deinit {
    close(descriptor)
  }

  /// Why nothing is to be said to `peer`: it is not the server of the directory, or would not listen to us.
  private static func refusal(of peer: UnixListener.Peer?, _ directory: DataDirectory) -> Failure? {
    let isMember = directory.adminGroup?.hasThisProcess ?? false
    do throws(FileError) {
      guard case .held = try DirectoryLock.state(of: directory) else { return .stranger(directory, peer) }
    } catch {
      guard error.code == EACCES || error.code == EPERM else { return .stranger(directory, peer) }
      // The lock is closed to members of the group; where its owner alone may write, nobody else listens.
      guard isMember else { return .notPermitted(directory) }
    }
    var status = stat()
    guard let peer, stat(directory.path, &status) == 0, [0, geteuid(), status.st_uid].contains(peer.uid) else {
      return .stranger(directory, peer)
    }
    return geteuid() == 0 || geteuid() == peer.uid || isMember ? nil : .notPermitted(directory)
  }

  /// Sends a request.
  ///
  /// - Throws: `Failure.lost`.
  public func send(_ request: ControlRequest) throws(Failure) {
    guard let data = try? JSONEncoder().encode(request) else { throw .lost }
    isAnswered.store(false, ordering: .relaxed)
    var rest = Array(data)[...] + [UInt8(ascii: "\n")]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .lost }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits for the next reply; nil when the server has closed the connection after at least one: it has stopped.
  ///
  /// - Throws: `Failure.lost`, `.silent` and `.babble`.
  public func receive() throws(Failure) -> ControlReply? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(buffer[..<end])
        buffer.removeSubrange(...end)
        guard let reply = try? JSONDecoder().decode(ControlReply.self, from: line) else {
          throw .babble(directory, peer)
        }
        isAnswered.store(true, ordering: .relaxed)
        return reply
      }
      guard buffer.count <= Self.longestReply else { throw .babble(directory, peer) }
      try waitForBytes()
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0, count > 0 || isAnswered.load(ordering: .relaxed) else { throw .lost }
      guard count > 0 else { return nil }
      buffer += bytes.prefix(count)
    }
  }

  private func waitForBytes() throws(Failure) {
    let deadline = MonotonicClock.now() + Int64(patience * 1e9)
    while true {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = max(0, deadline - MonotonicClock.now()) / 1_000_000
      let result = poll(&ready, 1, isAnswered.load(ordering: .relaxed) ? -1 : Int32(clamping: left + 1))
      if result > 0 { return }
      guard result < 0, errno == EINTR else { throw .silent(directory, peer, seconds: patience) }
    }
  }
}
