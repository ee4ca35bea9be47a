import ChatCore
import GRDB

/// Puts messages into one of their tables, sixteen with one run of a statement: to begin and end a run costs as much as
/// a row or two.
struct MessageInserter {
  private static let rowsPerRun = 16

  private let table: Table
  private let single: SQLStatement
  private let multiple: SQLStatement
  private let arena: TextArena
  /// What the next run takes.
  private var waiting: [ChatMessage] = []

  /// An inserter into `table`, whose texts lie in `arena` while they are written.
  init(into table: Table, arena: TextArena, db: Database) throws {
    self.table = table
    self.arena = arena
    single = try SQLStatement(table.single, in: db)
    multiple = try SQLStatement(table.multiple, in: db)
    waiting.reserveCapacity(Self.rowsPerRun)
  }

  /// Adds `message`, which is in its table at the latest after `finish()`.
  mutating func insert(_ message: consuming ChatMessage) throws {
    waiting.append(message)
    guard waiting.count == Self.rowsPerRun else { return }
    var next: Int32 = 1
    for index in waiting.indices {
      next = bind(waiting[index], to: multiple, first: next)
    }
    try multiple.run()
    arena.clear()
    waiting.removeAll(keepingCapacity: true)
  }

  /// Writes what is left.
  mutating func finish() throws {
    for message in waiting {
      _ = bind(message, to: single, first: 1)
      try single.run()
      arena.clear()
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Sets the parameters of one row, from `first` on.
  ///
  /// - Returns: the first one of the next row.
  private func bind(_ message: ChatMessage, to statement: SQLStatement, first: Int32) -> Int32 {
    statement.bind(first, message.id.rawValue)
    statement.bind(first + 1, message.time.microseconds)
    statement.bind(first + 2, message.sender.rawValue)
    statement.bind(first + 3, message.body, in: arena)
    statement.bind(first + 4, message.request.map { Int64(bitPattern: $0.run) })
    statement.bind(first + 5, message.request.map { Int64(bitPattern: $0.number) })
    guard case .mail = table.name else { return first + 6 }
    statement.bind(first + 6, message.recipient?.rawValue)
    statement.bind(first + 7, Int64(message.kind.rawValue))
    statement.bind(first + 8, Int64(message.body.utf8.count))
    return first + 9
  }
}

extension MessageInserter {
  /// A table of messages, and what inserts into it.
  struct Table {
    /// Those to everybody.
    static let broadcast = Table(.broadcast, columns: common)
    /// Those to one person.
    static let mail = Table(.mail, columns: common + ["recipient", "kind", "size"])

    fileprivate enum Name: String {
      case broadcast
      case mail
    }

    fileprivate let name: Name
    fileprivate let single: String
    fileprivate let multiple: String

    private static let common = ["id", "time", "sender", "body", "run", "number"]

    private init(_ name: Name, columns: [String]) {
      // Should a row be refused, the whole transaction goes back. So SQLite need not note how to undo this run alone,
      // as it would without `OR FAIL`.
      let insert = "INSERT OR FAIL INTO \(name.rawValue) (\(columns.joined(separator: ", "))) VALUES "
      let row = "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
      self.name = name
      single = insert + row
      multiple = insert + Array(repeating: row, count: rowsPerRun).joined(separator: ", ")
    }
  }
}
