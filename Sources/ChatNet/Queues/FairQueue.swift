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
