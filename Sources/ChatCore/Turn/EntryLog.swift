/// The log as one server sees it. One that is its own answers a proposal at once; one that several servers write to gives
/// it its place, and its answer, once it comes back.
struct EntryLog: Sendable {
  /// Who this is.
  let server: ServerID
  /// Who gives ids: here, to what is proposed, or to what comes back.
  var ids: EntryIDAllocator
  /// Everything up to here is on disk.
  var committed: EntryID
  /// What was proposed in this turn to a log of one's own.
  private var unplaced: [Proposal?] = []
  /// How many of them have got their places.
  private var placed = 0
  /// What was proposed to others' and has not come back.
  private var waiting: [UInt64: Proposal.Sequel] = [:]
  /// Of that, what was not handed on yet.
  private var unsent: [LogItem] = []
  private var lastNumber: UInt64 = 0
  /// The batch that was handed on last.
  private var lastBatch: UInt64 = 0
  /// The last batch of each server that has come back.
  private var accepted: [ServerID: UInt64] = [:]
  /// Those of whom nothing more is carried out.
  private var gone: Set<ServerID> = []
  private var lastFile: Int64 = 0

  /// Of each server's files so many bits number them.
  private static let fileBits: Int64 = 40

  /// A log that nobody else writes to.
  init(ids: EntryIDAllocator, committed: EntryID) {
    server = .only
    self.ids = ids
    self.committed = committed
  }

  /// The log of several servers, from its beginning.
  init(sharedAs server: ServerID) {
    self.server = server
    ids = .unbounded()
    committed = .zero
  }

  /// Whether others write to it.
  var isShared: Bool { server != .only }

  /// Has `proposal` come back in its place.
  mutating func submit(_ proposal: consuming Proposal) {
    guard isShared else { return unplaced.append(proposal) }
    lastNumber += 1
    waiting[lastNumber] = proposal.sequel
    unsent.append(LogItem(number: lastNumber, content: proposal.content))
  }

  /// What was submitted to a log of one's own and gets its place next; nil when all has one.
  mutating func nextToPlace() -> Proposal? {
    guard placed < unplaced.count else {
      guard placed > 0 else { return nil }
      unplaced.removeAll(keepingCapacity: true)
      placed = 0
      return nil
    }
    var next: Proposal?
    swap(&next, &unplaced[placed])
    placed += 1
    return next
  }

  /// What was submitted since the last batch; nil when that is nothing, or that batch has not come back: one that is lost and
  /// put in again may not come behind a later one.
  mutating func nextBatch() -> ItemBatch? {
    guard !unsent.isEmpty, accepted[server, default: 0] == lastBatch else { return nil }
    defer { unsent = [] }
    lastBatch += 1
    return ItemBatch(server: server, number: lastBatch, items: unsent)
  }

  /// Whether `batch`, which comes back, is to be carried out: not one that has come before, nor one of a server that is gone,
  /// whose people are somewhere else by now.
  mutating func accept(_ batch: ItemBatch) -> Bool {
    guard !gone.contains(batch.server), batch.number == accepted[batch.server, default: 0] + 1 else { return false }
    accepted[batch.server] = batch.number
    return true
  }

  /// Nothing more of `server` is carried out.
  mutating func fence(_ server: ServerID) {
    gone.insert(server)
    accepted[server] = nil
  }

  /// What follows here alone from an item that has come back.
  mutating func take(_ item: LogItem, from server: ServerID) -> Proposal.Sequel {
    guard server == self.server, let sequel = waiting.removeValue(forKey: item.number) else { return .elsewhere }
    return sequel
  }

  /// A number for a file whose upload begins, which has no place in the log before it is whole.
  mutating func nextFile() -> FileID {
    guard isShared else { return FileID(rawValue: ids.take().rawValue) }
    lastFile += 1
    return FileID(rawValue: server.rawValue << Self.fileBits | lastFile)
  }
}
