import ChatCore
import ChatSystem
import Glibc

/// The bytes of imported files on their way into the data directory. Those that are not kept go with the value.
final class FileCopies {
  private let directory: DataDirectory
  private var made: [FileID] = []

  init(directory: DataDirectory) {
    self.directory = directory
  }

  deinit {
    for file in made {
      unlink(directory.file(file))
    }
  }

  /// Copies the bytes of `files`, synced, to where the server looks for them.
  ///
  /// - Throws: `OriginalFilesError.file`.
  func copy(
    _ files: [ImportPlan.NewFile], from source: String, now: WallTime, makeDigest: () -> StreamDigest
  ) throws(OriginalFilesError) -> [WaitingFile] {
    var copies: [WaitingFile] = []
    do throws(FileError) {
      if !files.isEmpty {
        try FileTree.create(directory.files)
      }
      for file in files {
        made.append(file.id)
        let digest = makeDigest()
        let size = try FileCopy.copy(from: "\(source)/\(file.bytesName)", to: directory.file(file.id)) {
          digest.update($0)
        }
        copies.append(
          WaitingFile(
            id: file.id, sender: file.sender, recipient: file.recipient, name: file.name, size: size,
            digest: digest.finish(), time: now))
      }
    } catch {
      throw .file(error)
    }
    return copies
  }

  /// The store knows them now.
  func keep() {
    made = []
  }
}
