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
