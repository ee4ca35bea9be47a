import ChatStore
import ChatSystem
import Glibc

// Owners and modes of files, and the room for more.
extension DoctorExamination {
  /// The entries of the data directory, and one level below; nothing is opened.
  func entries() throws(FileError) -> [DoctorFacts.Entry] {
    var entries: [DoctorFacts.Entry] = []
    // There may be many waiting files, and looking a user up may mean asking another machine.
    var users: [UInt32: SystemUser] = [:]
    for name in try DirectoryEntries.names(of: data.path) ?? [] {
      try add(name, to: &entries, &users)
    }
    for directory in [data.files, data.logs, data.backups, data.tls] {
      let name = directory.dropFirst(data.path.count + 1)
      for file in try DirectoryEntries.names(of: directory) ?? [] {
        try add("\(name)/\(file)", to: &entries, &users)
      }
    }
    return entries
  }

  /// The room on the data directory's file system.
  func disk() throws(FileError) -> DoctorFacts.Disk {
    let room = try DiskRoom(below: data.path)
    return DoctorFacts.Disk(freeBytes: room.freeBytes, freeNodes: room.freeNodes, isReadOnly: room.isReadOnly)
  }

  /// The server's own key and certificate; nil when there are none.
  func certificate() throws(FileError) -> DoctorFacts.Certificate? {
    guard let names = try DirectoryEntries.names(of: data.tls), !names.isEmpty else { return nil }
    var keys: [DoctorFacts.Entry] = []
    var users: [UInt32: SystemUser] = [:]
    if names.contains(CertificateFiles.ownKey) {
      try add("tls/\(CertificateFiles.ownKey)", to: &keys, &users)
    }
    let files = CertificateFiles(.own, in: data)
    // A key without a certificate is what a start that was killed leaves; the next one makes the certificate.
    guard names.contains(CertificateFiles.ownCertificate) else {
      return DoctorFacts.Certificate(key: keys.first)
    }
    do throws(CertificateFileError) {
      let certificate = try files.read()
      return DoctorFacts.Certificate(
        key: keys.first, start: certificate.start, end: certificate.end,
        fingerprint: certificate.fingerprint.description)
    } catch {
      return DoctorFacts.Certificate(key: keys.first, flaw: error.description)
    }
  }

  private func add(
    _ name: String, to entries: inout [DoctorFacts.Entry], _ users: inout [UInt32: SystemUser]
  ) throws(FileError) {
    var status = stat()
    let path = "\(data.path)/\(name)"
    guard lstat(path, &status) == 0 else {
      // A server that runs makes and removes files all the time.
      if errno == ENOENT { return }
      throw FileError(.open, path)
    }
    // The mode of a symbolic link says nothing.
    guard status.st_mode & S_IFMT != S_IFLNK else { return }
    let owner = users[status.st_uid] ?? SystemUser(status.st_uid)
    users[status.st_uid] = owner
    entries.append(
      DoctorFacts.Entry(
        name: name, owner: owner, mode: status.st_mode & 0o7777,
        isPrivate: name.utf8.contains(UInt8(ascii: "/")) || !name.hasSuffix(".txt")))
  }
}
