/// Who may not come in. A person has one ban at most, and so has an address: the newest.
public struct BanBook: Sendable {
  private var people: [AccountID: Ban] = [:]
  private var names: [AccountKey: Ban] = [:]
  private var addresses: [String: Ban] = [:]

  /// A book of these.
  public init(_ bans: [Ban] = []) {
    for ban in bans {
      insert(ban)
    }
  }

  /// Those that have not ended, the oldest first.
  public func all(at now: WallTime) -> [Ban] {
    // Of two accounts that had one name after the other, both may be banned.
    Set(Array(people.values) + Array(names.values) + Array(addresses.values)).filter { $0.holds(at: now) }
      .sorted { $0.id < $1.id }
  }

  /// What keeps `account` out.
  public func ban(of account: Account, at now: WallTime) -> Ban? {
    [people[account.id], names[account.name.key]].lazy.compactMap { $0 }.first { $0.holds(at: now) }
  }

  /// What keeps out whoever comes from `place`.
  public func ban(on place: String, at now: WallTime) -> Ban? {
    addresses[place].flatMap { $0.holds(at: now) ? $0 : nil }
  }

  /// Whether somebody who is banned is called `name`, or so that people would take it for that name.
  public func concerns(_ name: AccountName, at now: WallTime) -> Bool {
    let skeleton = NameSkeleton(of: name)
    return names.values.contains { ban in
      guard case .person(_, let banned) = ban.subject, ban.holds(at: now) else { return false }
      return NameSkeleton(of: banned) == skeleton
    }
  }

  /// Adds one, in place of an earlier one of its subject.
  public mutating func insert(_ ban: Ban) {
    switch ban.subject {
    case .person(let account, let name):
      people[account] = ban
      names[name.key] = ban
    case .address(let address):
      addresses[address] = ban
    }
  }

  /// Takes one away.
  public mutating func remove(_ id: EntryID) {
    keep { $0.id != id }
  }

  /// Forgets those that have ended.
  ///
  /// - Returns: whether there were any.
  public mutating func forgetEnded(at now: WallTime) -> Bool {
    let count = people.count + names.count + addresses.count
    keep { $0.holds(at: now) }
    return people.count + names.count + addresses.count < count
  }

  private mutating func keep(_ isKept: (Ban) -> Bool) {
    people = people.filter { isKept($0.value) }
    names = names.filter { isKept($0.value) }
    addresses = addresses.filter { isKept($0.value) }
  }
}

/// What names have in common that people take for each other: letters that look alike are one.
///
/// Source: of Unicode Technical Standard 39, section 4, what concerns the characters that names are made of.
struct NameSkeleton: ExactText {
  let text: String

  init(of name: AccountName) {
    var letters: [UInt8] = []
    for letter in name.key.text.utf8 {
      switch letter {
      case UInt8(ascii: "0"): letters.append(UInt8(ascii: "o"))
      // Beyond the standard: digits that are written for letters.
      case UInt8(ascii: "2"): letters.append(UInt8(ascii: "z"))
      case UInt8(ascii: "3"): letters.append(UInt8(ascii: "e"))
      case UInt8(ascii: "4"): letters.append(UInt8(ascii: "a"))
      case UInt8(ascii: "5"): letters.append(UInt8(ascii: "s"))
      case UInt8(ascii: "6"), UInt8(ascii: "9"): letters.append(UInt8(ascii: "g"))
      case UInt8(ascii: "7"): letters.append(UInt8(ascii: "t"))
      case UInt8(ascii: "8"): letters.append(UInt8(ascii: "b"))
      // A capital I is taken for a small l, and a key has no capitals left.
      case UInt8(ascii: "1"), UInt8(ascii: "i"): letters.append(UInt8(ascii: "l"))
      case UInt8(ascii: "d"): letters += Array("cl".utf8)
      case UInt8(ascii: "m"): letters += Array("rn".utf8)
      case UInt8(ascii: "w"): letters += Array("vv".utf8)
      // Beyond the standard: what stands between letters is hardly read.
      case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): break
      default: letters.append(letter)
      }
    }
    text = String(decoding: letters, as: UTF8.self)
  }
}
