/// How much waits for whom: the private messages to an account that its person has not been shown.
///
/// Broadcasts do not count. They are stored once for all, so that a full mailbox neither loses nor stops them.
public struct MailboxBook: Sendable {
  /// More stretches of messages than this are not told apart in one mailbox: its memory is bounded, and what is read
  /// counts as gone stretch by stretch, at the latest when everything is read.
  static let maximumStretches = 64

  fileprivate struct Mailbox {
    var stretches: [WaitingMail] = []
    var count = 0
    var bytes: Int64 = 0
  }

  private var maximumCount = Int64.max
  private var maximumBytes = Int64.max
  private var mailboxes: [AccountID: Mailbox] = [:]

  /// Mailboxes with this in them. A limit of 0 is none.
  public init(_ mail: [AccountID: WaitingMail], settings: Settings) {
    change(settings)
    mailboxes = mail.mapValues { Mailbox(stretches: [$0], count: $0.count, bytes: $0.bytes) }
  }

  /// Takes the limits of `settings`; what is in the mailboxes stays there.
  public mutating func change(_ settings: Settings) {
    maximumCount = settings.limit(.mailboxMessages) ?? .max
    maximumBytes = settings.limit(.mailboxBytes) ?? .max
  }

  /// Whether one more message of so many bytes may be put in.
  public func hasRoom(for bytes: Int, in account: AccountID) -> Bool {
    guard let mailbox = mailboxes[account] else { return maximumBytes >= Int64(bytes) }
    return Int64(mailbox.count) < maximumCount && mailbox.bytes <= maximumBytes - Int64(bytes)
  }

  /// The messages that wait for `account`.
  func count(of account: AccountID) -> Int { mailboxes[account]?.count ?? 0 }
  /// Their bytes.
  func bytes(of account: AccountID) -> Int64 { mailboxes[account]?.bytes ?? 0 }
  /// The messages in the fullest mailbox.
  public var largestCount: Int { mailboxes.values.map(\.count).max() ?? 0 }
  /// The bytes in the heaviest one.
  public var largestBytes: Int64 { mailboxes.values.map(\.bytes).max() ?? 0 }

  /// Puts in entry `id`, which is newer than all before it.
  public mutating func add(_ id: EntryID, bytes: Int, to account: AccountID) {
    mailboxes[account, default: Mailbox()].add(WaitingMail(count: 1, bytes: Int64(bytes), last: id))
  }

  /// The person has been shown everything up to `id`.
  public mutating func read(by account: AccountID, through id: EntryID) {
    guard mailboxes[account] != nil else { return }
    mailboxes[account]?.read(through: id)
    if mailboxes[account]?.count == 0 {
      mailboxes[account] = nil
    }
  }

  /// `account` is gone, and its mail with it.
  public mutating func remove(_ account: AccountID) {
    mailboxes[account] = nil
  }
}

extension MailboxBook.Mailbox {
  fileprivate mutating func add(_ mail: WaitingMail) {
    if stretches.count >= MailboxBook.maximumStretches {
      mergePairs()
    }
    stretches.append(mail)
    count += mail.count
    bytes += mail.bytes
  }

  fileprivate mutating func read(through id: EntryID) {
    let read = stretches.prefix { $0.last <= id }
    for stretch in read {
      count -= stretch.count
      bytes -= stretch.bytes
    }
    stretches.removeFirst(read.count)
  }

  private mutating func mergePairs() {
    stretches = stride(from: 0, to: stretches.count, by: 2).map { place in
      guard place + 1 < stretches.count else { return stretches[place] }
      let (first, second) = (stretches[place], stretches[place + 1])
      return WaitingMail(count: first.count + second.count, bytes: first.bytes + second.bytes, last: second.last)
    }
  }
}
