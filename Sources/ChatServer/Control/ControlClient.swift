import ChatNet
import ChatStore
import ChatSystem
import FoundationEssentials
import Glibc

/// The other end of the control socket: what `chatctl admin` and the completions of the shell speak with. Blocking; one
/// thread at a time sends, one receives.
public final class ControlClient: @unchecked Sendable {  // `buffer` belongs to the thread that receives.
  /// Why the server can't be spoken to.
  public enum Failure: Error, Sendable {
    /// No server runs on this data directory.
    case noServer(DataDirectory)
    /// A server has the directory and does not answer there.
    case deadSocket(DataDirectory, DirectoryLock.Holder)
    /// The socket is not for us.
    case notPermitted(DataDirectory)
    /// The server went away before it had answered.
    case lost
    /// Anything else that the system refused.
    case system(NetError)
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Connects to the server of `directory`.
  ///
  /// - Parameter patience: how long any one step may take, in seconds; nil waits for as long as the server is there.
  /// - Throws: `Failure`.
  public init(_ directory: DataDirectory, patience: Int? = nil) throws(Failure) {
    do throws(NetError) {
      descriptor = try UnixListener.connect(to: directory.controlSocket)
    } catch {
      throw Failure(error, directory)
    }
    if let patience {
      var time = timeval(tv_sec: patience, tv_usec: 0)
      let size = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
      setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }
  }

  deinit {
    close(descriptor)
  }

  /// Sends a request.
  ///
  /// - Throws: `Failure.lost`.
  public func send(_ request: ControlRequest) throws(Failure) {
    guard let data = try? JSONEncoder().encode(request) else { throw .lost }
    var rest = Array(data)[...] + [UInt8(ascii: "\n")]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .lost }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits for the next reply; nil when the server has closed the connection.
  ///
  /// - Throws: `Failure.lost`.
  public func receive() throws(Failure) -> ControlReply? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(buffer[..<end])
        buffer.removeSubrange(...end)
        guard let reply = try? JSONDecoder().decode(ControlReply.self, from: line) else { throw .lost }
        return reply
      }
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .lost }
      guard count > 0 else { return nil }
      buffer += bytes.prefix(count)
    }
  }
}

extension ControlClient.Failure {
  fileprivate init(_ error: NetError, _ directory: DataDirectory) {
    switch error.code {
    case EACCES, EPERM:
      self = .notPermitted(directory)
    case ENOENT, ENOTDIR, ECONNREFUSED:
      self = DirectoryLock.holder(of: directory).map { .deadSocket(directory, $0) } ?? .noServer(directory)
    default:
      self = .system(error)
    }
  }

  /// One sentence for a person, with the next step.
  public var description: String {
    switch self {
    case .noServer(let directory):
      "no server runs on the data directory \(directory.path). Start one with \"chatctl serve PORT\", or name its "
        + "directory with --data."
    case .deadSocket(let directory, let holder):
      "\(holder) has the data directory \(directory.path) but does not answer on its control socket. Wait until it has "
        + "started, or stop that process."
    case .notPermitted(let directory):
      "the server of \(directory.path) takes commands from its own user and from root only. Run this as one of them."
    case .lost:
      "the server went away before it had answered. Look at \"chatctl log tail\" for why, and at \"chatctl admin "
        + "status\" for what is so now."
    case .system(let error):
      error.description
    }
  }

  /// What the shell gets.
  public var exitCode: Int32 {
    switch self {
    case .noServer, .deadSocket: EX_UNAVAILABLE
    case .notPermitted: EX_NOPERM
    case .lost: EX_TEMPFAIL
    case .system: EX_IOERR
    }
  }
}
