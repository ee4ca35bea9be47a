import ChatCore
import ChatSystem
import Glibc

/// The file of a backup while it is written. One thread at a time.
///
/// The manifest stands first but holds hashes that are known last: its room is left free, for its length is known, and
/// filled at the end. So everything is read once.
struct BackupArchive: ~Copyable {
  /// Where it is.
  let path: String
  private let file: FileDescriptor
  private let makeDigest: () -> StreamDigest

  /// Makes the file, for its owner alone.
  init(path: String, makeDigest: @escaping () -> StreamDigest) throws(FileError) {
    self.path = path
    self.makeDigest = makeDigest
    file = try FileDescriptor(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
  }

  /// Writes everything and waits until it is on the disk.
  ///
  /// - Parameters:
  ///   - manifest: names and sizes of the parts; the hashes are filled in.
  ///   - source: the directory in which the parts lie under their names.
  /// - Returns: the manifest with the hashes.
  /// - Throws: `FileError` and `TarError`.
  @discardableResult
  func write(
    _ manifest: BackupManifest, from source: String, progress: (BackupProgress) -> Void
  ) throws -> BackupManifest {
    var manifest = manifest
    let time = max(0, manifest.microseconds / 1_000_000)
    let placeholder = manifest.bytes()
    let total = manifest.archiveSize(manifestSize: Int64(placeholder.count))
    var done: Int64 = 0
    try write(placeholder, as: .manifest, time: time)
    for (index, part) in manifest.parts.enumerated() {
      let member = TarMember(name: part.name, size: part.size, time: time)
      try file.write(TarWriter.begin(member))
      let digest = makeDigest()
      var left = part.size
      guard let bytes = try FileDescriptor.regular("\(source)/\(part.name)") else {
        throw FileError(.open, "\(source)/\(part.name)", code: ENOENT)
      }
      try bytes.read { (bytes) throws(FileError) in
        left -= Int64(bytes.count)
        guard left >= 0 else { throw FileError(.read, "\(source)/\(part.name)", code: EBUSY) }
        digest.update(bytes)
        try file.write(bytes)
        done += Int64(bytes.count)
        progress(BackupProgress(phase: .writing, done: done, total: total))
      }
      guard left == 0 else { throw FileError(.read, "\(source)/\(part.name)", code: EBUSY) }
      try file.write(TarWriter.padding(after: member))
      manifest.parts[index].sha256 = Hexadecimal.text(of: digest.finish())
    }
    let text = manifest.bytes()
    let digest = makeDigest()
    text.withUnsafeBytes { digest.update($0) }
    try write(BackupSeal.bytes(manifestDigest: digest.finish()), as: .seal, time: time)
    try file.write(TarWriter.end)
    try file.write(text, at: Int64(TarHeader.blockSize))
    try file.sync()
    progress(BackupProgress(phase: .writing, done: total, total: total))
    return manifest
  }

  private func write(_ bytes: [UInt8], as part: BackupPart, time: Int64) throws {
    let member = TarMember(name: part.name, size: Int64(bytes.count), time: time)
    try file.write(TarWriter.begin(member))
    try file.write(bytes)
    try file.write(TarWriter.padding(after: member))
  }
}
