import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import Glibc

/// The facts about a data directory and its machine, without a judgement: `findings` is that.
public struct DoctorFacts: Sendable {
  /// The data directory's path.
  public var path: String
  /// The user who looks.
  public var uid: UInt32
  /// The directory itself.
  public var directory: Directory
  /// Its contents; nil when it can't be entered or is not ours to judge.
  public var contents: Contents?

  /// The directory itself.
  public enum Directory: Sendable {
    /// There is nothing.
    case missing
    /// There is something else.
    case noDirectory
    /// There it is.
    case there(owner: SystemUser, mode: mode_t)
    /// The system does not let us look.
    case unseen(FileError)
  }

  /// Everything that is looked at in a directory that can be entered.
  public struct Contents: Sendable {
    /// Files and directories, two levels deep.
    public var entries: Result<[Entry], FileError>
    /// The state of the lock.
    public var lock: Result<DirectoryLock.State, FileError>
    /// True when the lock's holder, if it names one, is a process that can be seen.
    public var isHolderAlive: Bool
    /// The answer at the control socket.
    public var socket: Socket
    /// The room below the directory.
    public var disk: Result<Disk, FileError>
    /// The machine's clocks.
    public var clock: Clock
    /// The store; nil when there is none.
    public var store: Result<StoreHealth?, StoreError>
    /// True when a restore was cut short here: then the store may be half of one.
    public var isRestorePending: Bool
    /// para.txt.
    public var parameters: Result<Parameters, ParameterFile.Failure>
    /// Why the machine's serve.conf and the one of the directory can't be used; nil when they can.
    public var settings: SettingsError?
    /// The backups.
    public var backups: Result<Backups, FileError>
    /// Of the server, while it runs; else of this process.
    public var descriptors: Descriptors
    /// Key and certificate in the directory; nil when there are none.
    public var certificate: Result<Certificate?, FileError>
    /// The encryption of the running server; nil when it does not say.
    public var encryption: Encryption?
    /// True when user_pass.txt lies there with passwords in clear.
    public var hasClearPasswords = false
  }

  /// The encryption of a running server.
  public enum Encryption: Hashable, Sendable {
    /// Nothing.
    case none
    /// The certificate of this key, which ends then; nil for never.
    case certificate(fingerprint: String, end: WallTime?)
  }

  /// A file or directory in the data directory.
  public struct Entry: Hashable, Sendable {
    /// Its path below the data directory.
    public let name: String
    /// Whose it is.
    public let owner: SystemUser
    /// The lower twelve bits of its mode.
    public let mode: mode_t
    /// True when others must not even read it: all but the original's text files, which people copy about.
    public let isPrivate: Bool
  }

  /// The answer at the control socket.
  public enum Socket: Sendable {
    /// The server answers.
    case answers(version: String, isReadOnly: Bool)
    /// It does not.
    case failed(ControlClient.Failure)
  }

  /// The room on a file system (statvfs(3)).
  public struct Disk: Hashable, Sendable {
    /// The bytes that users other than root may still take.
    public let freeBytes: Int64
    /// Files that may still be made; nil where the file system has no such limit.
    public let freeNodes: Int64?
    /// True when nothing can be written at all.
    public let isReadOnly: Bool
  }

  /// The machine's clocks.
  public struct Clock: Hashable, Sendable {
    /// The time of day.
    public let now: WallTime
    /// The newest time in store and logs.
    public let newestRecord: WallTime?
    /// When this program's file was made.
    public let program: WallTime?
    /// True when a time server keeps it right, as far as the kernel knows.
    public let isSynchronised: Bool?
    /// The difference of two readings of the steady clock, one after the other, in nanoseconds.
    public let steadyStep: Int64
  }

  /// The backups.
  public struct Backups: Hashable, Sendable {
    /// The name of the newest usable one, and when it was begun.
    public let newest: String?
    /// When that was begun.
    public let time: WallTime?
    /// Those that can't be used.
    public let unusable: [String]
  }

  /// How many descriptors a process may have open (getrlimit(2), RLIMIT_NOFILE).
  public struct Descriptors: Hashable, Sendable {
    /// The limit that holds.
    public let soft: UInt64
    /// The limit to which it may be raised.
    public let hard: UInt64
    /// The running server; nil when the limit is that of this process.
    public let server: Int32?
  }

  /// Key and certificate.
  public struct Certificate: Hashable, Sendable {
    /// Where the key lies, and its mode; nil when there is none.
    public let key: Entry?
    /// From when on it holds; nil when it can't be read.
    public let start: WallTime?
    /// Until when; nil when it has no end, or can't be read.
    public let end: WallTime?
    /// The key's name for people; nil when it can't be read.
    public let fingerprint: String?
    /// Why no server can start with it, in a sentence; nil when one can.
    public let flaw: String?

    /// A certificate of these parts; nothing more than the key's place and mode unless said.
    public init(
      key: Entry?, start: WallTime? = nil, end: WallTime? = nil, fingerprint: String? = nil, flaw: String? = nil
    ) {
      self.key = key
      self.start = start
      self.end = end
      self.fingerprint = fingerprint
      self.flaw = flaw
    }
  }
}
