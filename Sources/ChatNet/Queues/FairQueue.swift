/// A bounded queue that serves its keys in turn, so that who brings much does not keep who brings little waiting.
struct FairQueue<Element> {
  /// The elements that wait, all together.
  private(set) var count = 0
  private let limit: Int
  /// So many elements of one key may wait.
  var limitPerKey: Int
  private var waiting: [String: FIFO<Element>] = [:]
  /// The keys with something waiting, each once, in the order they are served.
  private var turns = FIFO<String>()

  /// An empty one for `limit` elements in all and `limitPerKey` of one key.
  init(limit: Int, limitPerKey: Int) {
    self.limit = limit
    self.limitPerKey = limitPerKey
  }

  /// The most that waits of one key.
  var mostOfOneKey: Int {
    waiting.values.lazy.map(\.count).max() ?? 0
  }

  /// Appends `element`. False when there is no room for it.
  mutating func append(_ element: Element, key: String) -> Bool {
    guard count < limit, (waiting[key]?.count ?? 0) < limitPerKey else { return false }
    count += 1
    if waiting[key] == nil { turns.append(key) }
    waiting[key, default: FIFO()].append(element)
    return true
  }

  /// Takes the first element of the key whose turn it is; nil when nothing waits.
  mutating func popFirst() -> Element? {
    guard let key = turns.popFirst() else { return nil }
    let element = waiting[key]?.popFirst()
    count -= 1
    if waiting[key]?.isEmpty == true {
      waiting[key] = nil
    } else {
      turns.append(key)
    }
    return element
  }
}

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
