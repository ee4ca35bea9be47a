/// The files that wait, by receiver, and what each sender has waiting.
public struct FileShelf: Sendable {
  /// What waits of one sender.
  public struct Usage: Hashable, Sendable {
    /// How many files.
    public internal(set) var files = 0
    /// Their bytes.
    public internal(set) var bytes: Int64 = 0
  }

  private var files: [AccountID: [WaitingFile]] = [:]
  private var usages: [AccountID: Usage] = [:]
  /// The bytes of all files together.
  public private(set) var bytes: Int64 = 0

  /// A shelf of these files.
  public init(_ files: [WaitingFile] = []) {
    for file in files {
      self.files[file.recipient, default: []].append(file)
      count(file)
    }
  }

  /// What waits for `recipient`, in the order of arrival.
  public func files(for recipient: AccountID) -> [WaitingFile] {
    files[recipient] ?? []
  }

  /// What waits of `sender`.
  public func usage(of sender: AccountID) -> Usage {
    usages[sender] ?? Usage()
  }

  /// Those of whom something waits.
  public var senders: some Collection<AccountID> {
    usages.keys
  }

  /// Adds `file`, in place of one of the same name from the same sender.
  ///
  /// - Returns: the file that it replaced.
  public mutating func insert(_ file: WaitingFile) -> WaitingFile? {
    var shelf = files[file.recipient] ?? []
    let replaced = shelf.firstIndex { $0.sender == file.sender && $0.name == file.name }.map { shelf.remove(at: $0) }
    shelf.append(file)
    files[file.recipient] = shelf
    count(file)
    if let replaced {
      discount(replaced)
    }
    return replaced
  }

  /// Takes the file of that number from the shelf of `recipient`.
  public mutating func remove(_ id: FileID, of recipient: AccountID) {
    guard let place = files[recipient]?.firstIndex(where: { $0.id == id }),
      let file = files[recipient]?.remove(at: place)
    else { return }
    discount(file)
    if files[recipient]?.isEmpty == true {
      files[recipient] = nil
    }
  }

  /// Takes everything that waits for `recipient`.
  public mutating func removeAll(of recipient: AccountID) -> [WaitingFile] {
    let removed = files.removeValue(forKey: recipient) ?? []
    for file in removed {
      discount(file)
    }
    return removed
  }

  private mutating func count(_ file: WaitingFile) {
    usages[file.sender, default: Usage()].files += 1
    usages[file.sender]?.bytes += file.size
    bytes += file.size
  }

  private mutating func discount(_ file: WaitingFile) {
    usages[file.sender]?.files -= 1
    usages[file.sender]?.bytes -= file.size
    if usages[file.sender]?.files == 0 {
      usages[file.sender] = nil
    }
    bytes -= file.size
  }
}
