import ChatCore
import ChatSystem
import Glibc

/// Reads the file of a backup, which may be anything.
struct BackupReader {
  let path: String
  let makeDigest: () -> StreamDigest

  /// Reads all of it, checks names, sizes and hashes, and writes the parts to `directory`, which is empty.
  ///
  /// - Parameter keepsFiles: whether the bytes of waiting files are written too; they are checked in any case.
  /// Whether there is room for all that is written is looked at first.
  ///
  /// - Parameter isSynced: whether what is written is on the disk when this returns.
  /// - Throws: `BackupError`; a part of it may be in `directory`.
  func unpack(
    to directory: String, keepsFiles: Bool, isSynced: Bool, progress: (BackupProgress) -> Void
  ) throws(BackupError) -> BackupManifest {
    var intake = BackupIntake(makeDigest: makeDigest)
    var archive = TarReader()
    do {
      guard let file = try FileDescriptor.regular(path) else { throw BackupError.noSuchBackup(path) }
      let total = try file.size()
      var done: Int64 = 0
      var output: UnpackedFile?
      for folder in [BackupPart.textDirectory, "tls", "files"] {
        try FileTree.create("\(directory)/\(folder)")
      }
      while case let chunk = try file.read(upTo: FileDescriptor.chunk), !chunk.isEmpty {
        try chunk.withUnsafeBytes { bytes in
          var rest = bytes[...]
          while let piece = try archive.next(&rest) {
            switch piece {
            case .member(let member):
              let isKept = Self.isKept(try intake.begin(member), keepsFiles)
              output = isKept ? try UnpackedFile("\(directory)/\(member.name)") : nil
            case .bytes(let bytes):
              intake.take(bytes)
              try output?.write(bytes)
            case .endOfMember:
              let isManifest = intake.manifest == nil
              try intake.endPart()
              if isManifest, let manifest = intake.manifest {
                try DiskRoom.check(Self.room(for: manifest, keepsFiles), in: directory)
              }
              if isSynced { try output?.sync() }
              output = nil
            }
          }
        }
        done += Int64(chunk.count)
        progress(BackupProgress(phase: .checking, done: done, total: total))
      }
      try archive.finish()
      return try intake.finish()
    } catch {
      throw BackupError(error, in: path)
    }
  }

  /// Reads the manifest alone, and compares the size of the file with what it says.
  func entry() throws(BackupError) -> BackupEntry {
    do {
      guard let file = try FileDescriptor.regular(path) else { throw BackupError.noSuchBackup(path) }
      let block = try file.read(upTo: TarHeader.blockSize)
      guard block.count == TarHeader.blockSize else { throw TarError.notAnArchive }
      let member = try TarHeader.member(of: block, after: nil)
      guard member.name == BackupPart.manifest.name, member.size <= BackupManifest.maximumSize else {
        throw BackupRefusal(member.name, .unexpected)
      }
      let size = try file.size()
      let manifest = try BackupManifest.read(try file.read(upTo: Int(member.size)))
      let whole = manifest.archiveSize(manifestSize: member.size)
      guard size == whole else { throw size < whole ? TarError.truncated(in: nil) : .trailingBytes }
      return BackupEntry(path: path, size: size, manifest: manifest)
    } catch {
      throw BackupError(error, in: path)
    }
  }

  /// The bytes of what is written; an older store is written anew when it is brought up to date.
  private static func room(for manifest: BackupManifest, _ keepsFiles: Bool) -> Int64 {
    manifest.parts.reduce(0) { sum, part in
      switch BackupPart(name: part.name) {
      case .store where manifest.schema < Schema.version: sum + 2 * part.size
      case .file where !keepsFiles: sum
      default: sum + part.size
      }
    }
  }

  private static func isKept(_ part: BackupPart, _ keepsFiles: Bool) -> Bool {
    switch part {
    case .manifest, .seal: false
    case .file: keepsFiles
    default: true
    }
  }

  /// One file that comes out of an archive. Closed when it is let go.
  private final class UnpackedFile {
    private let file: FileDescriptor

    init(_ path: String) throws(FileError) {
      file = try FileDescriptor(path, O_WRONLY | O_CREAT | O_EXCL)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
      try file.write(bytes)
    }

    func sync() throws(FileError) {
      try file.sync()
    }
  }
}

/// Follows the members of an archive as they come and refuses what its manifest does not say. Pure.
struct BackupIntake {
  /// The manifest, once it has come.
  private(set) var manifest: BackupManifest?
  private var text: [UInt8] = []
  private var sealText: [UInt8] = []
  private var expected: [BackupManifest.Part] = []
  private var part: BackupPart?
  private var count = 0
  private var digest: StreamDigest?
  private let makeDigest: () -> StreamDigest

  init(makeDigest: @escaping () -> StreamDigest) {
    self.makeDigest = makeDigest
  }

  /// A member begins: which part it is.
  mutating func begin(_ member: TarMember) throws(BackupRefusal) -> BackupPart {
    let part = try next(member)
    self.part = part
    digest = makeDigest()
    return part
  }

  /// The next bytes of the part.
  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    digest?.update(bytes)
    switch part {
    case .manifest: text.append(contentsOf: bytes)
    case .seal: sealText.append(contentsOf: bytes)
    default: break
    }
  }

  /// The part is whole.
  mutating func endPart() throws(BackupRefusal) {
    guard let part, let digest = digest?.finish() else { return }
    switch part {
    case .manifest:
      let manifest = try BackupManifest.read(text)
      self.manifest = manifest
      expected = manifest.parts
      sealText = []
      text = BackupSeal.bytes(manifestDigest: digest)
    case .seal:
      guard sealText == text else { throw BackupRefusal(BackupPart.manifest.name, .wrongDigest) }
    default:
      guard Hexadecimal.text(of: digest) == expected[count].sha256 else {
        throw BackupRefusal(part.name, .wrongDigest)
      }
      count += 1
    }
    self.part = nil
  }

  /// The archive is at its end.
  func finish() throws(BackupRefusal) -> BackupManifest {
    guard let manifest, !sealText.isEmpty else { throw BackupRefusal(BackupPart.seal.name, .missing) }
    return manifest
  }

  private func next(_ member: TarMember) throws(BackupRefusal) -> BackupPart {
    guard manifest != nil else {
      guard member.name == BackupPart.manifest.name else { throw BackupRefusal(member.name, .unexpected) }
      guard member.size <= BackupManifest.maximumSize else { throw BackupRefusal(member.name, .wrongSize) }
      return .manifest
    }
    guard sealText.isEmpty else { throw BackupRefusal(member.name, .unexpected) }
    guard count < expected.count else {
      guard member.name == BackupPart.seal.name else { throw BackupRefusal(member.name, .unexpected) }
      guard member.size == Int64(BackupSeal.length) else { throw BackupRefusal(member.name, .wrongSize) }
      return .seal
    }
    guard member.name == expected[count].name, let part = BackupPart(name: member.name) else {
      throw BackupRefusal(expected[count].name, .missing)
    }
    guard member.size == expected[count].size else { throw BackupRefusal(member.name, .wrongSize) }
    return part
  }
}
