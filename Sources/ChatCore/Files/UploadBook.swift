/// The uploads under way, those that wait for their sender to come back included, and how those went that are over.
public struct UploadBook: Sendable {
  /// So many uploads of one account that are over are remembered, for who has lost the answer with the connection.
  public static let remembered = 32

  private var uploads: [FileID: PendingUpload] = [:]
  private var bySender: [AccountID: Set<FileID>] = [:]
  private var stored: [AccountID: [(offer: ClientRequestID, name: FileName)]] = [:]
  /// The announced bytes of all.
  public private(set) var bytes: Int64 = 0

  /// A book without uploads.
  public init() {}

  /// The upload of `file`; nil when it is over.
  public subscript(file: FileID) -> PendingUpload? {
    uploads[file]
  }

  /// Those who upload something.
  public var senders: some Collection<AccountID> {
    bySender.keys
  }

  /// What `sender` is uploading: how many files, and their announced bytes.
  public func usage(of sender: AccountID) -> FileShelf.Usage {
    var usage = FileShelf.Usage()
    for file in bySender[sender] ?? [] {
      usage.files += 1
      usage.bytes += uploads[file]?.size ?? 0
    }
    return usage
  }

  /// Adds an upload that begins.
  public mutating func insert(_ upload: PendingUpload) {
    uploads[upload.file] = upload
    bySender[upload.sender, default: []].insert(upload.file)
    bytes += upload.size
  }

  /// Takes the upload of `file` out: it is over.
  @discardableResult
  public mutating func remove(_ file: FileID) -> PendingUpload? {
    guard let upload = uploads.removeValue(forKey: file) else { return nil }
    bytes -= upload.size
    bySender[upload.sender]?.remove(file)
    if bySender[upload.sender]?.isEmpty == true {
      bySender[upload.sender] = nil
    }
    return upload
  }

  /// Notes where the bytes of `file` come from now.
  public mutating func move(_ file: FileID, to place: PendingUpload.Place) {
    uploads[file]?.place = place
  }

  /// The upload that `sender` offered so and whose connection was lost.
  public func parked(_ offer: ClientRequestID, of sender: AccountID) -> PendingUpload? {
    parked(of: sender).first { $0.offer == offer }
  }

  /// Those whose connection was lost, of one sender.
  public func parked(of sender: AccountID) -> [PendingUpload] {
    (bySender[sender] ?? []).compactMap { uploads[$0] }.filter {
      if case .parked = $0.place { true } else { false }
    }
  }

  /// Those whose time is over, and when that of the next one will be.
  public func parked(at now: Uptime) -> (overdue: [PendingUpload], next: Uptime?) {
    var overdue: [PendingUpload] = []
    var next: Uptime?
    for upload in uploads.values {
      guard case .parked(let until) = upload.place else { continue }
      if until <= now {
        overdue.append(upload)
      } else {
        next = min(next ?? until, until)
      }
    }
    return (overdue, next)
  }

  /// Remembers that `offer` of `sender` came to its end and its file waits.
  public mutating func noteStored(_ offer: ClientRequestID, of sender: AccountID, name: FileName) {
    stored[sender, default: []].append((offer, name))
    if let count = stored[sender]?.count, count > Self.remembered {
      stored[sender]?.removeFirst(count - Self.remembered)
    }
  }

  /// The name of the file that was stored by `offer` of `sender`; nil when that is not remembered.
  public func stored(_ offer: ClientRequestID, of sender: AccountID) -> FileName? {
    stored[sender]?.last { $0.offer == offer }?.name
  }

  /// Forgets what was stored by `sender`; by everybody when it is nil.
  public mutating func forgetStored(by sender: AccountID? = nil) {
    if let sender {
      stored[sender] = nil
    } else {
      stored = [:]
    }
  }
}
