import ChatSystem

/// Checks a backup without believing it: names, kinds, sizes and hashes of its members, the store's pages and tables,
/// the texts; then a rehearsal of its restore in a directory of its own.
public struct BackupVerifier {
  private let makeDigest: () -> StreamDigest

  /// A verifier that hashes with these SHA-256 digests.
  public init(makeDigest: @escaping () -> StreamDigest) {
    self.makeDigest = makeDigest
  }

  /// Checks the backup at `path`.
  ///
  /// - Parameter scratch: an existing directory with room for everything but the bytes of waiting files.
  /// - Throws: `BackupError`; `.refused` names the part that is wrong.
  public func verify(
    _ path: String, scratch: String, progress: (BackupProgress) -> Void = { _ in }
  ) throws(BackupError) -> BackupReport {
    do {
      let reader = BackupReader(path: path, makeDigest: makeDigest)
      let staging = try StagingDirectory(in: scratch)
      let manifest = try reader.unpack(
        to: staging.path, keepsFiles: false, isSynced: false, progress: progress)
      let state = try UnpackedBackup(directory: staging.path, manifest: manifest).rehearse(progress: progress)
      return BackupReport(try reader.entry(), state)
    } catch {
      throw BackupError(error, in: path)
    }
  }
}
