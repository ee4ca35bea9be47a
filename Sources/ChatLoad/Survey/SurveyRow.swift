/// One thing that is looked at by itself, on a server of its own.
protocol SurveyRow {
  /// How it is asked for.
  static var name: String { get }
  /// What it is, in one sentence's beginning.
  static var abstract: String { get }

  init(_ size: SurveySize)

  /// What it is, with its numbers.
  var title: String { get }

  /// Measures it, with data in `place`.
  func measure(_ bench: Bench, _ place: String) throws -> [Figure]
}

extension SurveyRow {
  /// Runs `body` with a server over new data.
  func withServer<Result>(
    _ bench: Bench, _ place: String, _ seeding: Seeding, isEncrypted: Bool = false, options: [String] = [],
    _ body: (MeasuredServer) throws -> Result
  ) throws -> Result {
    try seeding.fill(MeasuredServer.data(in: place))
    let server = try MeasuredServer(bench, in: place, isEncrypted: isEncrypted, options: options)
    defer { server.stop() }
    return try body(server)
  }
}
