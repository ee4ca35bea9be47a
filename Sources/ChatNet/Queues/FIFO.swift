/// A first-in first-out queue in an array: appending and taking cost constant time on average, an empty one no memory.
struct FIFO<Element> {
  /// Taken places are nil, so that they keep nothing alive.
  private var places: [Element?] = []
  private var taken = 0

  /// The number of elements.
  var count: Int { places.count - taken }
  var isEmpty: Bool { places.isEmpty }

  /// The element at `index`, 0 being the next one to be taken.
  subscript(index: Int) -> Element? { places[taken + index] }

  mutating func append(_ element: Element) {
    places.append(element)
  }

  /// Lets `change` alter the element that was appended last. Nil when there is none.
  @inline(__always)
  mutating func withLast<Result>(_ change: (inout Element?) -> Result) -> Result? {
    places.isEmpty ? nil : change(&places[places.count - 1])
  }

  mutating func popFirst() -> Element? {
    guard !places.isEmpty else { return nil }
    let element = places[taken]
    places[taken] = nil
    taken += 1
    if taken == places.count {
      self = FIFO()
    } else if taken >= 64, taken * 2 >= places.count {
      places.removeFirst(taken)  // Moves no more elements than were taken since the last time.
      taken = 0
    }
    return element
  }
}
