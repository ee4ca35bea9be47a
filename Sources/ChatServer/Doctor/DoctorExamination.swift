import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import FoundationEssentials
import Glibc

/// Looks at a data directory for `chatctl doctor`, beside a running server too, and changes nothing. Blocks.
public struct DoctorExamination {
  let data: DataDirectory
  private let isThorough: Bool
  private let patience: Double

  /// An examination of `data`.
  ///
  /// - Parameter isThorough: whether the entries of the store's indexes are checked too, which takes much longer.
  /// - Parameter patience: how long the server may take to answer, in seconds.
  public init(_ data: DataDirectory, isThorough: Bool = false, patience: Double = 5) {
    self.data = data
    self.isThorough = isThorough
    self.patience = patience
  }

  /// Looks.
  public func facts() -> DoctorFacts {
    let uid = geteuid()
    let directory = directory()
    var facts = DoctorFacts(path: data.path, uid: uid, directory: directory, contents: nil)
    if case .there(let owner, _) = directory, uid == 0 || uid == owner.uid {
      facts.contents = contents()
    }
    return facts
  }

  private func directory() -> DoctorFacts.Directory {
    var status = stat()
    guard stat(data.path, &status) == 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .missing : .unseen(FileError(.open, data.path))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return .noDirectory }
    return .there(owner: SystemUser(status.st_uid), mode: status.st_mode & 0o7777)
  }

  private func contents() -> DoctorFacts.Contents {
    let lock = result { () throws(FileError) in try DirectoryLock.state(of: data) }
    var holder: Int32?
    if case .success(.held(let found)) = lock { holder = found.pid }
    let isRestorePending = BackupRestorer.isNeeded(in: data)
    let store = Result<StoreHealth?, StoreError> { () throws(StoreError) in
      isRestorePending ? nil : try StoreHealth.of(data.store, depth: isThorough ? .full : .quick)
    }
    let (socket, encryption) = socket()
    return DoctorFacts.Contents(
      entries: result { () throws(FileError) in try entries() },
      lock: lock,
      isHolderAlive: holder.map { kill($0, 0) == 0 || errno == EPERM } ?? false,
      socket: socket,
      disk: result { () throws(FileError) in try disk() },
      clock: clock(newestInStore: (try? store.get())?.newest),
      store: store,
      isRestorePending: isRestorePending,
      parameters: Result { () throws(ParameterFile.Failure) in
        try ParameterFile.read(from: data.parameters).parameters
      },
      settings: settings(),
      backups: result { () throws(FileError) in try backups() },
      descriptors: Self.descriptors(of: holder),
      certificate: result { () throws(FileError) in try certificate() },
      encryption: encryption,
      hasClearPasswords: ClearPasswords.path(in: data.path) != nil)
  }

  private func settings() -> SettingsError? {
    do throws(SettingsError) {
      var layers = try SettingLayers(commandLine: [.data: .word(data.path)])
      try layers.read()
      return nil
    } catch {
      return error
    }
  }

  private func result<Value>(_ body: () throws(FileError) -> Value) -> Result<Value, FileError> {
    Result(catching: body)
  }

  private func socket() -> (DoctorFacts.Socket, DoctorFacts.Encryption?) {
    struct Status: Decodable {
      let version: String
      let readOnly: Int
      let tls: Bool
      let fingerprint: String?
      let certificateEnd: Int64?

      enum CodingKeys: String, CodingKey {
        case version, tls, fingerprint
        case readOnly = "read_only"
        case certificateEnd = "certificate_end_seconds"
      }
    }
    do throws(ControlClient.Failure) {
      let client = try ControlClient(data, patience: patience)
      try client.send(ControlRequest(line: "status", json: true, interactive: false))
      guard let line = try client.receive()?.lines.first,
        let status = try? JSONDecoder().decode(Status.self, from: Data(line.utf8))
      else { return (.failed(.babble(data, client.peer)), nil) }
      let end = status.certificateEnd.map { WallTime(microseconds: $0 * 1_000_000) }
      return (
        .answers(version: status.version, isReadOnly: status.readOnly != 0),
        status.tls ? .certificate(fingerprint: status.fingerprint ?? "", end: end) : DoctorFacts.Encryption.none
      )
    } catch {
      return (.failed(error), nil)
    }
  }

  private func backups() throws(FileError) -> DoctorFacts.Backups {
    var newest: BackupEntry?
    var unusable: [String] = []
    for item in try BackupList(data).items() {
      switch item {
      case .entry(let entry): newest = newest ?? entry
      case .unusable(let name, _): unusable.append(name)
      }
    }
    return DoctorFacts.Backups(
      newest: newest?.name, time: newest.map { WallTime(microseconds: $0.manifest.microseconds) }, unusable: unusable)
  }
}
