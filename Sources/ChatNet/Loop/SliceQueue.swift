/// A first-in first-out queue of byte slices.
///
/// Its first slice lies inline: a connection that gets one coalesced slice a turn never allocates, and an empty queue
/// holds no memory of its own.
struct SliceQueue {
  /// The bytes that wait.
  private(set) var byteCount = 0
  private var first: ByteSlice?
  /// The slices after it. Places already taken are nil, so that they keep no buffer alive.
  private var rest: [ByteSlice?] = []
  /// How many of `rest` have been taken already.
  private var taken = 0

  var isEmpty: Bool {
    first == nil
  }

  /// The number of slices.
  var count: Int {
    first == nil ? 0 : 1 + rest.count - taken
  }

  /// Appends `slice`; joins it with the last one when both are neighbours in one buffer.
  mutating func appendJoining(_ slice: ByteSlice) {
    byteCount += slice.count
    if rest.isEmpty {
      guard first != nil else {
        first = slice
        return
      }
      if first?.extend(by: slice) == true { return }
    } else if rest[rest.count - 1]?.extend(by: slice) == true {
      return
    }
    rest.append(slice)
  }

  /// Appends `slice` as a slice of its own: its borders mean something to whoever sends it.
  mutating func append(_ slice: ByteSlice) {
    byteCount += slice.count
    if first == nil {
      first = slice
    } else {
      rest.append(slice)
    }
  }

  /// Calls `body` with the slices in order until it answers false.
  func forEach(while body: (ByteSlice) -> Bool) {
    guard let first, body(first) else { return }
    for index in taken..<rest.count {
      guard let slice = rest[index], body(slice) else { return }
    }
  }

  /// Drops up to `limit` bytes of the first slice. Gives how many, and whether the slice was used up by it.
  mutating func advanceFirst(_ limit: Int) -> (moved: Int, finished: Bool) {
    guard let count = first?.count else { return (0, false) }
    let moved = min(limit, count)
    byteCount -= moved
    if moved < count {
      first?.removeFirst(moved)
      return (moved, false)
    }
    shift()
    return (moved, true)
  }

  /// Drops everything.
  mutating func removeAll() {
    self = SliceQueue()
  }

  private mutating func shift() {
    guard taken < rest.count else {
      first = nil
      return
    }
    first = rest[taken]
    rest[taken] = nil
    taken += 1
    if taken == rest.count {
      rest = []
      taken = 0
    } else if taken >= 64, taken * 2 >= rest.count {
      // Half of the array at a time keeps this linear in all.
      rest.removeFirst(taken)
      taken = 0
    }
  }
}
