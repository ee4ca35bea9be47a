import ChatCore

/// Puts messages into one of their tables, sixteen with one run of a statement: to begin and end a run costs as much as
/// a row or two.
struct MessageInserter {
  private static let rowsPerRun = 16

  private let table: Table
  private let single: SQLStatement
  private let multiple: SQLStatement
  /// The texts of the rows that are bound.
  private let arena = TextArena()
  /// How many messages are still to come.
  private var expected = 0
  /// How many of the next run's rows are bound.
  private var bound = 0
  /// The next parameter of that run.
  private var parameter: Int32 = 1

  /// An inserter into `table`.
  init(into table: Table, db: Database) throws {
    self.table = table
    single = try SQLStatement(table.single, in: db)
    multiple = try SQLStatement(table.multiple, in: db)
  }

  /// So many messages come with `insert(_:)`: when the last one is there, all are in the table.
  mutating func expect(_ count: Int) {
    expected = count
  }

  /// Adds one of those that are expected.
  mutating func insert(_ message: ChatMessage) throws {
    defer { expected -= 1 }
    guard bound > 0 || expected >= Self.rowsPerRun else { return try insertAlone(message) }
    parameter = bind(message, to: multiple, first: parameter, in: arena)
    bound += 1
    guard bound == Self.rowsPerRun else { return }
    try multiple.run()
    arena.clear()
    bound = 0
    parameter = 1
  }

  /// Adds one that nobody expected.
  func insertAlone(_ message: ChatMessage) throws {
    _ = bind(message, to: single, first: 1, in: nil)
    try single.run()
  }

  /// Sets the parameters of one row, from `first` on. Its text lies in `arena` until the statement has run; without one
  /// SQLite copies it.
  ///
  /// - Returns: the first one of the next row.
  private func bind(
    _ message: ChatMessage, to statement: SQLStatement, first: Int32, in arena: TextArena?
  ) -> Int32 {
    statement.bind(first, message.id.rawValue)
    statement.bind(first + 1, message.time.microseconds)
    statement.bind(first + 2, message.sender.rawValue)
    if let arena {
      statement.bind(first + 3, message.body, in: arena)
    } else {
      statement.bind(first + 3, message.body)
    }
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
