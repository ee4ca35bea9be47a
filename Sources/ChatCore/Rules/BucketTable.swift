/// A token bucket for each of many keys, in bounded memory: a full bucket is not kept, and when there are too many, those
/// that are nearest to full go first. Who has taken most is remembered longest, however many others come.
public struct BucketTable<Key: Hashable & Sendable>: Sendable {
  /// So many buckets are kept at most.
  public static var maximum: Int { 16_384 }

  private var rate: TokenRate?
  private let maximum: Int
  private var buckets: [Key: TokenBucket] = [:]

  /// An empty table; without a `rate` everything is allowed.
  public init(_ rate: TokenRate?, maximum: Int = Self.maximum) {
    self.rate = rate
    self.maximum = maximum
  }

  /// Goes on with another rate, which holds for who has taken too; without one everything is allowed and forgotten.
  public mutating func change(to new: TokenRate?, at now: Uptime) {
    defer { rate = new }
    guard let old = rate, let new, old != new else {
      if new == nil { buckets = [:] }
      return
    }
    for key in buckets.keys {
      buckets[key]?.change(from: old, to: new, at: now)
    }
  }

  /// The buckets that are kept.
  public var count: Int { buckets.count }

  /// Takes a token of `key` if there is one.
  public mutating func take(_ key: Key, at now: Uptime) -> Bool {
    guard let rate else { return true }
    return with(key, rate, at: now) { $0.take(rate, at: now) }
  }

  /// Takes a token of `key` whether or not there is one, and says in how many nanoseconds nothing will be owed.
  public mutating func takeOnCredit(_ key: Key, at now: Uptime) -> Int64 {
    guard let rate else { return 0 }
    return with(key, rate, at: now) { $0.takeOnCredit(rate, at: now) }
  }

  /// Puts a token of `key` back.
  public mutating func giveBack(_ key: Key, at now: Uptime) {
    guard let rate, buckets[key] != nil else { return }
    buckets[key]?.giveBack(rate, at: now)
    if buckets[key]?.isFull(rate, at: now) == true {
      buckets[key] = nil
    }
  }

  /// In how many nanoseconds there will be a token of `key`; 0 when there is one.
  public func nanosecondsToToken(_ key: Key, at now: Uptime) -> Int64 {
    guard let rate, let bucket = buckets[key] else { return 0 }
    return bucket.nanosecondsToToken(rate, at: now)
  }

  /// The keys that have no token now, in no order.
  public func emptyKeys(at now: Uptime) -> [Key] {
    guard let rate else { return [] }
    return buckets.filter { $0.value.nanosecondsToToken(rate, at: now) > 0 }.map(\.key)
  }

  /// How many keys have no token now.
  public func emptyCount(at now: Uptime) -> Int {
    emptyKeys(at: now).count
  }

  private mutating func with<Result>(
    _ key: Key, _ rate: TokenRate, at now: Uptime, _ body: (inout TokenBucket) -> Result
  ) -> Result {
    if buckets[key] == nil, buckets.count >= maximum {
      makeRoom(rate, at: now)
    }
    return body(&buckets[key, default: TokenBucket(rate, at: now)])
  }

  /// Halves a table that is full at least, so that this is done once for very many keys.
  private mutating func makeRoom(_ rate: TokenRate, at now: Uptime) {
    buckets = buckets.filter { !$0.value.isFull(rate, at: now) }
    guard buckets.count > maximum / 2 else { return }
    let emptiestFirst = buckets.sorted {
      $0.value.nanosecondsToFull(rate, at: now) > $1.value.nanosecondsToFull(rate, at: now)
    }
    buckets = Dictionary(uniqueKeysWithValues: emptiestFirst.prefix(maximum / 2).map { ($0.key, $0.value) })
  }
}
