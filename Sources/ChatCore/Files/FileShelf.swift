/// The files that wait, by receiver, and what each sender has waiting.
///
/// A receiver's files are chained in the order of arrival, each to the one before and the one after: whatever is looked up
/// or taken out costs the same however many wait, since others decide how many that is.
public struct FileShelf: Sendable {
  /// What waits of one sender.
  public struct Usage: Hashable, Sendable {
    /// How many files.
    public internal(set) var files = 0
    /// Their bytes.
    public internal(set) var bytes: Int64 = 0
  }

  /// A file in its receiver's chain.
  private struct Link {
    let file: WaitingFile
    /// The key of the sender's name.
    let sender: AccountKey
    var previous: FileID?
    var next: FileID?
  }

  /// A receiver's files.
  private struct Chain {
    var first: FileID
    var last: FileID
    var count: Int
  }

  private var links: [FileID: Link] = [:]
  private var chains: [AccountID: Chain] = [:]
  private var labels = FileLabels()
  private var usages: [AccountID: Usage] = [:]
  /// The bytes of all files together.
  public private(set) var bytes: Int64 = 0

  /// A shelf of these files, in the order of their arrival, whose senders have these names.
  public init(_ files: [WaitingFile] = [], name: (AccountID) -> String) {
    for file in files {
      append(file, from: AccountKey(name(file.sender)))
    }
  }

  /// What waits for `recipient`, in the order of arrival.
  public func files(for recipient: AccountID) -> some Sequence<WaitingFile> {
    sequence(state: chains[recipient]?.first) { next in
      guard let link = next.flatMap({ links[$0] }) else { return nil }
      next = link.next
      return link.file
    }
  }

  /// How many wait for `recipient`.
  public func count(for recipient: AccountID) -> Int {
    chains[recipient]?.count ?? 0
  }

  /// The file of that number, if it waits for `recipient`.
  public func file(_ id: FileID, for recipient: AccountID) -> WaitingFile? {
    links[id].map(\.file).flatMap { $0.recipient == recipient ? $0 : nil }
  }

  /// The file of that very name that waits for `recipient` of `sender`, who is called `senderName`.
  public func file(
    _ name: FileName, of sender: AccountID, called senderName: String, for recipient: AccountID
  ) -> WaitingFile? {
    files(named: name.text, from: senderName, for: recipient).last { $0.sender == sender && $0.name == name }
  }

  /// What `recipient` means by a file called `name` from somebody called `sender`, in any case of letters: the one that
  /// came last of those that are called so, else of those that are shown so.
  public func file(named name: String, from sender: String, for recipient: AccountID) -> WaitingFile? {
    let files = files(named: name, from: sender, for: recipient)
    return files.last { $0.name.text.isExactly(name) } ?? files.last
  }

  /// What waits of `sender`.
  public func usage(of sender: AccountID) -> Usage {
    usages[sender] ?? Usage()
  }

  /// Those of whom something waits.
  public var senders: some Collection<AccountID> {
    usages.keys
  }

  /// Adds `file`, whose sender is called `senderName`, in place of one of the same name from the same sender.
  ///
  /// - Returns: the file that it replaced.
  public mutating func insert(_ file: WaitingFile, from senderName: String) -> WaitingFile? {
    let replaced = self.file(file.name, of: file.sender, called: senderName, for: file.recipient)
    if let replaced {
      remove(replaced.id, of: replaced.recipient)
    }
    append(file, from: AccountKey(senderName))
    return replaced
  }

  /// Takes the file of that number from the shelf of `recipient`.
  ///
  /// - Returns: the file; nil when it is not there.
  @discardableResult
  public mutating func remove(_ id: FileID, of recipient: AccountID) -> WaitingFile? {
    guard file(id, for: recipient) != nil, let link = links.removeValue(forKey: id) else { return nil }
    labels.remove(link.file, from: link.sender)
    unchain(link)
    discount(link.file)
    return link.file
  }

  /// Takes everything that waits for `recipient`.
  public mutating func removeAll(of recipient: AccountID) -> [WaitingFile] {
    Array(files(for: recipient)).compactMap { remove($0.id, of: recipient) }
  }

  private func files(named name: String, from sender: String, for recipient: AccountID) -> [WaitingFile] {
    labels.files(named: name, from: AccountKey(sender), for: recipient).compactMap { links[$0]?.file }
  }

  private mutating func append(_ file: WaitingFile, from sender: AccountKey) {
    let last = chains[file.recipient]?.last
    links[file.id] = Link(file: file, sender: sender, previous: last)
    if let last {
      links[last]?.next = file.id
      chains[file.recipient]?.last = file.id
      chains[file.recipient]?.count += 1
    } else {
      chains[file.recipient] = Chain(first: file.id, last: file.id, count: 1)
    }
    labels.insert(file, from: sender)
    count(file)
  }

  /// Joins what stood before and after `link`, which is out already.
  private mutating func unchain(_ link: Link) {
    guard var chain = chains.removeValue(forKey: link.file.recipient) else { return }
    if let previous = link.previous { links[previous]?.next = link.next }
    if let next = link.next { links[next]?.previous = link.previous }
    guard let first = link.previous == nil ? link.next : chain.first,
      let last = link.next == nil ? link.previous : chain.last
    else { return }
    chain = Chain(first: first, last: last, count: chain.count - 1)
    chains[link.file.recipient] = chain
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
