import ChatCore
import ChatStore
import ChatSystem
import Glibc

extension DoctorFacts {
  /// The findings that follow: one line for each check, in their order; fewer when the directory can't be looked into.
  public var findings: [DoctorFinding] {
    guard let contents else { return [directoryFinding] }
    return DoctorCheck.allCases.map { finding($0, contents) }
  }

  private func finding(_ check: DoctorCheck, _ contents: Contents) -> DoctorFinding {
    switch check {
    case .directory: directoryFinding
    case .permissions: permissions(contents)
    case .lock: lock(contents)
    case .socket: socket(contents)
    case .disk: disk(contents)
    case .clock: clock(contents)
    case .store: store(contents)
    case .parameters: parameters(contents)
    case .backups: backups(contents)
    case .descriptors: descriptors(contents)
    case .certificate: certificate(contents)
    }
  }

  /// The path as a shell takes it.
  var word: String { path.shellWord }

  /// The option that names the directory.
  var option: String { "--data \(word)" }

  /// The command that starts a server there, on the port of the last one if that is known.
  var serve: String {
    var port: UInt16?
    if case .success(.free(let holder)) = contents?.lock { port = holder.port }
    if case .success(.held(let holder)) = contents?.lock { port = holder.port }
    return "chatctl serve \(port.map { "\($0) " } ?? "")\(option)"
  }

  /// Something that the system does not let us look at.
  func unseen(_ check: DoctorCheck, _ error: FileError) -> DoctorFinding {
    DoctorFinding(unseen: check, "\(error)", code: error.exitCode)
  }

  private var directoryFinding: DoctorFinding {
    switch directory {
    case .missing:
      return DoctorFinding(.directory, .problem, "there is no data directory \(path); a server makes it", fix: serve)
    case .noDirectory:
      return DoctorFinding(.directory, .problem, "\(path) is no directory; name the server's with --data")
    case .unseen(let error):
      return unseen(.directory, error)
    case .there(let owner, let mode):
      guard uid == 0 || uid == owner.uid else {
        return DoctorFinding(
          unseen: .directory, "\(path) belongs to \(owner): that user and root alone may look into it", code: EX_NOPERM,
          fix: "sudo -u \(owner.argument.shellWord) chatctl doctor \(option)")
      }
      let octal = Self.octal(mode)
      if mode & 0o700 != 0o700 {
        return DoctorFinding(
          .directory, .problem, "\(path) has mode \(octal), which keeps the server out", fix: "chmod 700 \(word)")
      }
      if mode & 0o027 != 0 {
        return DoctorFinding(
          .directory, .problem, "\(path) has mode \(octal), which lets other users of this machine in",
          fix: "chmod o-rwx,g-w \(word)")
      }
      let others =
        switch mode & 0o050 {
        case 0: "who alone may look into it"
        case 0o010: "and its group may steer the server, and read nothing"
        default: "and its group may see what lies there, not read it"
        }
      return DoctorFinding(.directory, .ok, "\(path) belongs to \(owner), \(others)")
    }
  }

  private func permissions(_ contents: Contents) -> DoctorFinding {
    guard case .there(let owner, let mode) = directory else { return directoryFinding }
    let entries: [Entry]
    do throws(FileError) {
      entries = try contents.entries.get()
    } catch {
      return unseen(.permissions, error)
    }
    let foreign = entries.filter { $0.owner.uid != owner.uid }
    if !foreign.isEmpty {
      return DoctorFinding(
        .permissions, .problem,
        "\(Self.list(foreign.map { "\($0.name) (\($0.owner))" })) should belong to \(owner), or the server can't use it",
        fix: "sudo chown -R \(owner.owner.shellWord) \(word)")
    }
    let open = entries.filter { entry in
      // The socket is for the group that may pass through to it.
      if entry.name == DataDirectory.controlSocketName, mode & 0o010 != 0, entry.mode & 0o007 == 0 { return false }
      return entry.mode & 0o022 != 0 || entry.isPrivate && entry.mode & 0o055 != 0
    }
    if !open.isEmpty {
      return DoctorFinding(
        .permissions, .warning,
        "\(Self.list(open.map { "\($0.name) (\(Self.octal($0.mode)))" })) would be open to others if the directory were",
        // Of a directory that its group may pass through, the rest.
        fix: mode & 0o010 == 0
          ? "chmod -R go-rwx \(word)"
          : "chmod go-rwx \(open.map { "\(path)/\($0.name)".shellWord }.joined(separator: " "))")
    }
    // Before the first start it is wanted.
    if contents.hasClearPasswords, case .success(_?) = contents.store {
      let file = OriginalPart.accounts.fileName
      return DoctorFinding(
        .permissions, .warning, "\(file) holds passwords in clear; the store has them hashed, and no server needs it",
        fix: "rm \("\(path)/\(file)".shellWord)")
    }
    return DoctorFinding(.permissions, .ok, "all that lies there belongs to \(owner) and is closed to others")
  }

  /// `a, b, c and 5 more`.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }

  static func octal(_ mode: mode_t) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
