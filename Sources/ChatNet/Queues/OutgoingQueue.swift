import Glibc

/// The bytes that wait to be written to one connection: chat first, bulk (chunks of files) only when no chat waits.
///
/// A bulk frame that is partly written is finished before anything else, so that frames stay whole. Pure: it hands out
/// pointers and is told how much was taken.
struct OutgoingQueue: ~Copyable {
  private var chat = SliceQueue()
  /// Nil while no bulk waits: few connections of many have files on their way.
  private var bulk: Bulk?

  private final class Bulk {
    var frames = SliceQueue()
    /// True when some, but not all bytes of the first frame are written.
    var isStarted = false
  }

  /// The chat bytes that wait.
  var chatBytes: Int { chat.byteCount }
  /// The bulk bytes that wait.
  var bulkBytes: Int { bulk?.frames.byteCount ?? 0 }
  var isEmpty: Bool { chat.isEmpty && bulk == nil }
  /// The number of chat slices; neighbours count as one.
  var chatSlices: Int { chat.count }

  /// Appends chat bytes.
  mutating func append(_ slice: ByteSlice) {
    if slice.count > 0 { chat.appendJoining(slice) }
  }

  /// Appends one whole bulk frame.
  mutating func appendBulk(_ frame: ByteSlice) {
    guard frame.count > 0 else { return }
    let bulk = bulk ?? Bulk()
    bulk.frames.append(frame)
    self.bulk = bulk
  }

  /// Fills `vectors` with what is to be written next, at most about `bulkLimit` bytes of it bulk (a frame is not cut).
  ///
  /// Gives the number of vectors and of bytes. The pointers are valid until the queue is changed.
  func gather(
    into vectors: UnsafeMutableBufferPointer<iovec>, bulkLimit: Int
  ) -> (vectors: Int, bytes: Int) {
    var count = 0
    var bytes = 0
    func take(_ slice: ByteSlice) {
      vectors[count] = iovec(iov_base: UnsafeMutableRawPointer(mutating: slice.base), iov_len: slice.count)
      count += 1
      bytes += slice.count
    }
    if chat.isEmpty {
      bulk?.frames.forEach { frame in
        guard count < vectors.count, count == 0 || bytes + frame.count <= bulkLimit else { return false }
        take(frame)
        return true
      }
      return (count, bytes)
    }
    if let bulk, bulk.isStarted {
      bulk.frames.forEach { frame in
        take(frame)
        return false
      }
    }
    chat.forEach { slice in
      guard count < vectors.count else { return false }
      take(slice)
      return true
    }
    return (count, bytes)
  }

  /// Drops the first `count` bytes of what ``gather(into:bulkLimit:)`` gave: they are written.
  mutating func advance(_ count: Int) {
    var left = count
    if let bulk, bulk.isStarted { left -= advance(bulk, left) }
    while left > 0, !chat.isEmpty {
      left -= chat.advanceFirst(left).moved
    }
    while left > 0, let bulk {
      left -= advance(bulk, left)
    }
  }

  private mutating func advance(_ bulk: Bulk, _ limit: Int) -> Int {
    let (moved, isFinished) = bulk.frames.advanceFirst(limit)
    // A frame of which nothing is written yet can still give way.
    bulk.isStarted = !isFinished && (bulk.isStarted || moved > 0)
    if bulk.frames.isEmpty { self.bulk = nil }
    return moved
  }

  /// Drops everything.
  mutating func removeAll() {
    self = OutgoingQueue()
  }
}

/// A first-in first-out queue of byte slices.
///
/// Its first slice lies inline: a connection that gets one joined slice a turn never allocates, and an empty queue
/// holds no memory of its own.
struct SliceQueue {
  /// The bytes that wait.
  private(set) var byteCount = 0
  private var first: ByteSlice?
  private var rest = FIFO<ByteSlice>()

  var isEmpty: Bool {
    first == nil
  }

  /// The number of slices.
  var count: Int {
    first == nil ? 0 : 1 + rest.count
  }

  /// Appends `slice`; joins it with the last one when both are neighbours in one buffer.
  mutating func appendJoining(_ slice: ByteSlice) {
    let isJoined =
      rest.isEmpty ? first?.extend(by: slice) : rest.withLast { $0?.extend(by: slice) ?? false }
    if isJoined == true { byteCount += slice.count } else { append(slice) }
  }

  /// Appends `slice` as a slice of its own: its borders mean something to whoever sends it.
  mutating func append(_ slice: ByteSlice) {
    byteCount += slice.count
    if first == nil { first = slice } else { rest.append(slice) }
  }

  /// Calls `body` with the slices in order until it answers false.
  func forEach(while body: (ByteSlice) -> Bool) {
    guard let first, body(first) else { return }
    for index in 0..<rest.count {
      guard let slice = rest[index], body(slice) else { return }
    }
  }

  /// Drops up to `limit` bytes of the first slice. Gives how many, and whether the slice was used up by it.
  mutating func advanceFirst(_ limit: Int) -> (moved: Int, finished: Bool) {
    guard let count = first?.count else { return (0, true) }
    let moved = min(limit, count)
    byteCount -= moved
    if moved < count {
      first?.removeFirst(moved)
      return (moved, false)
    }
    first = rest.popFirst()
    return (moved, true)
  }
}
