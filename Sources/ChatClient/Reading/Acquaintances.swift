import ChatCore

/// Whom and what this person may mean: what Tab offers. Fed by all that the server says.
struct Acquaintances {
  /// Senders are remembered in the order in which they spoke last; so many of them.
  private static let mostSpeakers = 256
  /// So many files are remembered; the newest ones stay.
  private static let mostFiles = 1_000

  /// The person's own name, which is never meant.
  let own: String
  /// Who is known to be online.
  private var online: Set<String> = []
  /// Who has said something in this run, the one who spoke last at the end.
  private var speakers: [String] = []
  /// Others who are known to be registered.
  private var others: Set<String> = []
  private var blockedNames: Set<String> = []
  private var files: [FileListing] = []

  init(own: String) {
    self.own = own
  }

  // MARK: - What may be meant

  /// Names of people: first those online, then the others; who spoke last comes before who spoke earlier or not at all, and
  /// the rest follows the alphabet.
  var people: [String] {
    var places: [String: Int] = [:]
    for (place, name) in speakers.enumerated() { places[name] = place }
    return Self.usable(online.union(speakers).union(others).subtracting([own])).sorted { left, right in
      let isOnline = (online.contains(left), online.contains(right))
      guard isOnline.0 == isOnline.1 else { return isOnline.0 }
      let place = (places[left] ?? -1, places[right] ?? -1)
      return place.0 == place.1 ? left < right : place.0 > place.1
    }
  }

  /// Who is known to be blocked, in the order of the alphabet.
  var blocked: [String] {
    Self.usable(blockedNames).sorted()
  }

  /// Whose files wait, in the order of the alphabet.
  var senders: [String] {
    Self.usable(Set(files.map(\.sender))).sorted()
  }

  /// The names of the files that wait from `sender`, those that came last at the end.
  func files(from sender: String) -> [String] {
    files.filter { AccountKey($0.sender) == AccountKey(sender) && Self.isTypable($0.name) }.map(\.name)
  }

  // MARK: - What becomes known

  /// Somebody else has logged in.
  mutating func loggedIn(_ name: String) {
    online.insert(name)
  }

  /// Somebody else has logged out.
  mutating func loggedOut(_ name: String) {
    online.remove(name)
    others.insert(name)
  }

  /// A message was delivered.
  ///
  /// - Parameter isLive: whether it came as it was written; else its sender may have gone since.
  mutating func heard(_ message: DeliveredMessage, isLive: Bool) {
    guard case .account(let sender) = message.sender else { return }
    if message.kind == .fileTransfer {
      waits(FileListing(sender: sender, name: message.body, size: 0))
    } else if isLive {
      online.insert(sender)
    }
    speakers.removeAll { $0 == sender }
    speakers.append(sender)
    if speakers.count > Self.mostSpeakers {
      speakers.removeFirst()
    }
  }

  /// The server answered a request.
  mutating func learn(from reply: Reply) {
    reply.teach(&self)
  }

  /// These are online, and nobody else.
  mutating func areOnline(_ names: [String]) {
    others.formUnion(online)
    online = Set(names)
  }

  /// These have an account.
  mutating func exist(_ names: [String]) {
    others.formUnion(names)
  }

  /// The person takes nothing from `name` any more.
  mutating func blocked(_ name: String) {
    blockedNames.insert(name)
  }

  /// And takes it again.
  mutating func unblocked(_ name: String) {
    blockedNames.remove(name)
  }

  /// The person takes nothing from these, and from nobody else.
  mutating func areBlocked(_ names: [String]) {
    blockedNames = Set(names)
  }

  /// These files wait, and no others.
  mutating func wait(_ listings: [FileListing]) {
    files = Array(listings.suffix(Self.mostFiles))
  }

  /// The file waits no longer: it was fetched or declined.
  mutating func gone(_ name: String, from sender: String) {
    files.removeAll { $0.name.isExactly(name) && AccountKey($0.sender) == AccountKey(sender) }
  }

  private mutating func waits(_ file: FileListing) {
    gone(file.name, from: file.sender)
    files.append(file)
    if files.count > Self.mostFiles {
      files.removeFirst()
    }
  }

  /// Readline shows what it is offered as it stands; a server's word that is no name goes nowhere near it.
  private static func usable(_ names: Set<String>) -> Set<String> {
    names.filter { (try? AccountName($0)) != nil }
  }

  /// Whether `fileget` takes `name` as it stands: no control characters, and no blanks at the ends, which a line loses.
  private static func isTypable(_ name: String) -> Bool {
    !name.isEmpty && !name.unicodeScalars.contains(where: TerminalSanitizer.isUnsafe)
      && name.first?.isWhitespace == false && name.last?.isWhitespace == false
  }
}
