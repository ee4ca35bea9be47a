/// The files that wait, by receiver.
public struct FileShelf: Sendable {
  private var files: [AccountID: [WaitingFile]] = [:]

  /// A shelf of these files.
  public init(_ files: [WaitingFile] = []) {
    for file in files {
      self.files[file.recipient, default: []].append(file)
    }
  }

  /// What waits for `recipient`, in the order of arrival.
  public func files(for recipient: AccountID) -> [WaitingFile] {
    files[recipient] ?? []
  }

  /// Adds `file`, in place of one of the same name from the same sender.
  ///
  /// - Returns: the file that it replaced.
  public mutating func insert(_ file: WaitingFile) -> WaitingFile? {
    var shelf = files[file.recipient] ?? []
    let replaced = shelf.firstIndex { $0.sender == file.sender && $0.name == file.name }.map { shelf.remove(at: $0) }
    shelf.append(file)
    files[file.recipient] = shelf
    return replaced
  }

  /// Takes the file of that number from the shelf of `recipient`.
  public mutating func remove(_ id: FileID, of recipient: AccountID) {
    files[recipient]?.removeAll { $0.id == id }
    if files[recipient]?.isEmpty == true {
      files[recipient] = nil
    }
  }

  /// Takes everything that waits for `recipient`.
  public mutating func removeAll(of recipient: AccountID) -> [WaitingFile] {
    files.removeValue(forKey: recipient) ?? []
  }
}
