import ChatCore
import ChatStore
import ChatTestSupport
import Synchronization

/// A data directory with a store, and a directory to import from.
final class ImportBox {
  let data: DataDirectory
  let source: TemporaryDirectory
  let store: SQLiteStore
  private let home: TemporaryDirectory

  static let now = WallTime(seconds: 1_393_986_400)

  init() throws {
    home = try TemporaryDirectory()
    source = try TemporaryDirectory()
    data = DataDirectory(path: home.path(of: "data"))
    try data.create()
    store = try SQLiteStore(path: data.store)
  }

  /// Cheap stand-ins: what they make differs with what they are given, and that is all that matters here.
  static let tools = ImportTools(
    hashPassword: { password in try fakeVerifier(password) },
    makeDigest: {
      let sum = Sum()
      return StreamDigest(update: { sum.add($0) }, finish: { sum.digest })
    },
    placeKey: { text in text == "::1" || text.hasPrefix("127.") ? "127.0.0.1" : text.contains("x") ? nil : text })

  static func fakeVerifier(_ password: String) throws -> PasswordVerifier {
    let sum = Sum()
    Array(password.utf8).withUnsafeBytes { sum.add($0) }
    return try Sample.required(
      PasswordVerifier(cost: .standard, salt: [UInt8](repeating: 9, count: 16), hash: sum.digest))
  }

  static func fakeDigest(_ text: String) -> [UInt8] {
    let sum = Sum()
    Array(text.utf8).withUnsafeBytes { sum.add($0) }
    return sum.digest
  }

  @discardableResult
  func run(
    from path: String? = nil, _ mode: ImportMode = .refuse, tools: ImportTools = ImportBox.tools
  ) throws -> ImportReport {
    try Importer(store: store, directory: data, tools: tools).run(
      from: path ?? source.path, mode: mode, now: Self.now)
  }

  /// Writes the files to import.
  func write(_ files: [OriginalPart: String]) throws {
    for (part, text) in files {
      try source.write(text, to: part.fileName)
    }
  }

  /// What `account` would see at log-in.
  func waiting(for name: String) throws -> [String] {
    let state = try store.load()
    let account = try Sample.required(state.accounts.first { $0.name.text == name })
    let blocks = BlockBook(state.blocks)
    let names = Dictionary(uniqueKeysWithValues: state.accounts.map { ($0.id, $0.name.text) })
    return try store.page(of: account.id, after: account.cursor, through: Sample.entry(.max), limit: 1000).messages
      .filter { blocks.isVisible($0, to: account.id) }
      .map { message in
        let sender =
          message.sender == .system
          ? "System" : names[message.sender] ?? state.formerNames[message.sender].map { "former \($0)" } ?? "nobody"
        return "\(sender)(\(message.kind.word)): \(message.body)"
      }
  }

  private final class Sum {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ bytes: UnsafeRawBufferPointer) {
      for byte in bytes {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }
    var digest: [UInt8] {
      (0..<32).map { UInt8(truncatingIfNeeded: value >> UInt64($0 % 8 * 8)) }
    }
  }
}
