/// Where an account has been logged in from: at least one address, the last one last.
///
/// Every account that was ever online has this, and nearly all have one address only: that takes no array.
enum KnownAddresses: Sendable {
  case one(String)
  case several([String])

  func contains(_ address: String) -> Bool {
    switch self {
    case .one(let known): known == address
    case .several(let known): known.contains(address)
    }
  }

  /// Notes a log-in from `address`; of more than `most` the earliest is forgotten.
  mutating func note(_ address: String, most: Int) {
    switch self {
    case .one(address): return
    case .one(let known): self = .several([known, address])
    case .several(var known):
      guard known.last != address else { return }
      known.removeAll { $0 == address }
      known.append(address)
      self = .several(known.suffix(most))
    }
  }
}
