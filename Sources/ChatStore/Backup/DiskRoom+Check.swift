import ChatSystem

extension DiskRoom {
  /// Looks whether so many bytes have room in `directory`, before any of them is written.
  ///
  /// - Throws: `BackupError.noRoom`; `.file` when it can't be looked at.
  static func check(_ needed: Int64, in directory: String) throws(BackupError) {
    let free: Int64
    do throws(FileError) {
      free = try DiskRoom(below: directory).freeBytes
    } catch {
      throw .file(error)
    }
    guard needed <= free else { throw .noRoom(place: directory, needed: needed, free: free) }
  }
}
