import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import Glibc

extension ControlClient {
  /// Why the server can't be spoken to.
  public enum Failure: Error, Sendable {
    /// There is no such data directory.
    case noDirectory(DataDirectory)
    /// No server runs on this data directory.
    case noServer(DataDirectory)
    /// No server runs there any more, and the last one was killed: it left its socket.
    case stale(DataDirectory)
    /// A server has the directory and does not answer there.
    case deadSocket(DataDirectory, DirectoryLock.Holder)
    /// The socket is not for us.
    case notPermitted(DataDirectory)
    /// Somebody listens there who is not the server of the directory; nothing was said to them.
    case stranger(DataDirectory, UnixListener.Peer?)
    /// Whoever listens there takes the request and does not answer.
    case silent(DataDirectory, UnixListener.Peer?, seconds: Double)
    /// Whoever listens there answers in no language of ours.
    case babble(DataDirectory, UnixListener.Peer?)
    /// The server went away before it had answered.
    case lost
    /// Anything else that the system refused.
    case system(NetError)
  }
}

extension ControlClient.Failure {
  init(_ error: NetError, _ directory: DataDirectory) {
    switch error.code {
    case EACCES, EPERM:
      self = .notPermitted(directory)
    case ENOENT, ENOTDIR, ECONNREFUSED:
      var status = stat()
      if let holder = DirectoryLock.holder(of: directory) {
        self = .deadSocket(directory, holder)
      } else if error.code == ECONNREFUSED {
        self = .stale(directory)
      } else {
        let isThere = stat(directory.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        self = isThere ? .noServer(directory) : .noDirectory(directory)
      }
    case EAGAIN:
      self = .silent(directory, nil, seconds: UnixListener.patience)
    default:
      self = .system(error)
    }
  }

  /// How a server of `directory` is started: what belongs to another user is a service's.
  private static func start(of directory: DataDirectory) -> String {
    var status = stat()
    let isOwn = stat(directory.path, &status) != 0 || status.st_uid == geteuid()
    return isOwn ? "chatctl serve" : "sudo systemctl start chatctl"
  }

  /// One sentence for a person, with the next step.
  public var description: String {
    switch self {
    case .noDirectory(let directory):
      "there is no data directory \(directory.path). Name the server's with --data, or start a server with \"chatctl "
        + "serve\"."
    case .noServer(let directory):
      "no server runs on the data directory \(directory.path). Start one with \"\(Self.start(of: directory))\", or name "
        + "its directory with --data."
    case .stale(let directory):
      "no server runs on the data directory \(directory.path) any more: the last one was killed and left its control "
        + "socket. Start it again with \"\(Self.start(of: directory))\"."
    case .deadSocket(let directory, let holder):
      "\(holder) has the data directory \(directory.path) but does not answer on its control socket. Wait until it has "
        + "started or stopped, or end that process."
    case .notPermitted(let directory):
      Self.refusal(of: directory)
    case .stranger(let directory, let peer):
      "\(Self.name(of: peer)) listens on \(directory.controlSocket), and that is not the server of this data directory. "
        + "Nothing was sent there. Stop that process, and start the server with \"chatctl serve\"."
    case .silent(let directory, let peer, let seconds):
      "\(Self.name(of: peer)) listens on \(directory.controlSocket) and has not answered for "
        + "\(Parameters.text(ofSeconds: seconds)) seconds; it may still do what was asked for. Look at \"chatctl doctor\"."
    case .babble(let directory, let peer):
      "\(Self.name(of: peer)) listens on \(directory.controlSocket) and does not speak the control protocol. Look at "
        + "\"chatctl doctor\", and run the chatctl of the same version as the server."
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
    case .noDirectory, .noServer, .stale, .deadSocket, .stranger: EX_UNAVAILABLE
    case .notPermitted: EX_NOPERM
    case .silent, .babble, .lost: EX_TEMPFAIL
    case .system: EX_IOERR
    }
  }

  private static func refusal(of directory: DataDirectory) -> String {
    let me = SystemUser(geteuid()).owner.shellWord
    guard let group = directory.adminGroup else {
      return "the server of \(directory.path) takes commands from its own user and from root only. Run this as one of "
        + "them, as with \"sudo chatctl admin …\"."
    }
    return "the server of \(directory.path) takes commands from root and the members of the group \(group.argument) "
      + "only. Say \"sudo chatctl admin …\", or have \(me) join by \"sudo usermod -aG \(group.argument.shellWord) \(me)\" "
      + "and log in anew."
  }

  private static func name(of peer: UnixListener.Peer?) -> String {
    guard let peer, peer.pid != 0 else { return "a process" }
    return "the process with id \(peer.pid) of user \(peer.uid)"
  }
}
