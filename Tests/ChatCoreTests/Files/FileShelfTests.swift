import ChatTestSupport
import Testing

@testable import ChatCore

@Suite struct FileShelfTests {
  private static let amy = AccountID(rawValue: 1)
  private static let bob = AccountID(rawValue: 2)
  /// Of the senders two have had the same name: the first of them is gone.
  private static let senders: [AccountID: String] = [
    AccountID(rawValue: 11): "Ann", AccountID(rawValue: 12): "ann", AccountID(rawValue: 13): "carl",
  ]
  /// The second one can't be typed, and is shown as the third.
  private static let untypable = "a\u{1B}b"
  private static let names = ["a", untypable, TerminalSanitizer.line(untypable), "A", "\u{E9}", "e\u{301}"]

  private static func name(of sender: AccountID) -> String {
    senders[sender] ?? "?"
  }

  private static func file(
    _ id: Int64, _ name: String, from sender: AccountID, to recipient: AccountID, size: Int64 = 1
  ) throws -> WaitingFile {
    WaitingFile(
      id: FileID(rawValue: id), sender: sender, recipient: recipient, name: try FileName(name), size: size, digest: [],
      time: WallTime(microseconds: 0))
  }

  /// What `shelf` says is what a list says that is looked through from end to end.
  private static func expect(_ shelf: FileShelf, holds files: [WaitingFile], _ comment: Comment) throws {
    for recipient in [amy, bob] {
      let own = files.filter { $0.recipient == recipient }
      #expect(Array(shelf.files(for: recipient)) == own, comment)
      #expect(shelf.count(for: recipient) == own.count, comment)
      for file in files {
        #expect(shelf.file(file.id, for: recipient) == (file.recipient == recipient ? file : nil), comment)
      }
      for (name, sender) in names.flatMap({ name in ["ANN", "carl", "nobody"].map { (name, $0) } }) {
        let sent = own.filter { self.name(of: $0.sender).lowercased() == sender.lowercased() }
        let meant =
          sent.last { $0.name.text.isExactly(name) }
          ?? sent.last { TerminalSanitizer.line($0.name.text).isExactly(name) }
        #expect(shelf.file(named: name, from: sender, for: recipient) == meant, comment)
      }
      for (sender, called) in senders {
        for name in names {
          let same = own.last { $0.sender == sender && $0.name.text.isExactly(name) }
          #expect(shelf.file(try FileName(name), of: sender, called: called, for: recipient) == same, comment)
        }
      }
    }
    for sender in senders.keys {
      let sent = files.filter { $0.sender == sender }
      #expect(shelf.usage(of: sender).files == sent.count, comment)
      #expect(shelf.usage(of: sender).bytes == sent.reduce(0) { $0 + $1.size }, comment)
    }
    #expect(Set(shelf.senders) == Set(files.map(\.sender)), comment)
    #expect(shelf.bytes == files.reduce(0) { $0 + $1.size }, comment)
  }

  @Test func itHoldsWhatAListWouldHold() throws {
    var random = SeededGenerator()
    let seed = Comment("CHATCTL_TEST_SEED=\(random.seed)")
    var files: [WaitingFile] = []
    var shelf = FileShelf(name: Self.name)
    for id in 1...400 {
      let recipient = Bool.random(using: &random) ? Self.amy : Self.bob
      switch Int.random(in: 0..<10, using: &random) {
      case 0 where id % 8 == 0:
        #expect(shelf.removeAll(of: recipient) == files.filter { $0.recipient == recipient }, seed)
        files.removeAll { $0.recipient == recipient }
      case 0..<4:
        // Sometimes one of somebody else, which is not taken then.
        guard let file = files.randomElement(using: &random) else { continue }
        #expect(shelf.remove(file.id, of: recipient) == (file.recipient == recipient ? file : nil), seed)
        files.removeAll { $0 == file && $0.recipient == recipient }
      default:
        let sender = AccountID(rawValue: Int64.random(in: 11...13, using: &random))
        let name = Self.names[Int.random(in: 0..<Self.names.count, using: &random)]
        let file = try Self.file(
          Int64(id), name, from: sender, to: recipient, size: Int64.random(in: 0...9, using: &random))
        let replaced = files.first { $0.recipient == recipient && $0.sender == sender && $0.name == file.name }
        #expect(shelf.insert(file, from: Self.name(of: sender)) == replaced, seed)
        files = files.filter { $0 != replaced } + [file]
      }
      try Self.expect(shelf, holds: files, seed)
      try Self.expect(FileShelf(files, name: Self.name), holds: files, seed)
    }
  }

  @Test func aFileOfTheVeryNameComesBeforeOneThatIsShownSo() throws {
    let sender = AccountID(rawValue: 13)
    let shown = TerminalSanitizer.line(Self.untypable)
    var shelf = FileShelf(
      [
        try Self.file(1, shown, from: sender, to: Self.amy),
        try Self.file(2, Self.untypable, from: sender, to: Self.amy),
      ], name: Self.name)
    #expect(shelf.file(named: shown, from: "Carl", for: Self.amy)?.id.rawValue == 1)
    shelf.remove(FileID(rawValue: 1), of: Self.amy)
    #expect(shelf.file(named: shown, from: "Carl", for: Self.amy)?.id.rawValue == 2)
    #expect(shelf.file(named: shown, from: "Carl", for: Self.bob) == nil)
  }
}
