import ChatCore
import ChatNet
import ChatSystem

/// Log-ins by password, at the cost that real ones have.
struct LogInRow: SurveyRow {
  static let name = "log-in"
  static let abstract = "log-ins a second at the real cost of scrypt, and how many scrypt allows"

  private let size: SurveySize

  init(_ size: SurveySize) {
    self.size = size
  }

  /// As many as wait for each other.
  private static let people = 8
  /// What `chatctl serve` hashes with unless told otherwise.
  static let cost = 15

  var title: String { "log-ins by password, scrypt N 2^\(Self.cost), one processor" }

  func measure(_ bench: Bench, _ place: String) throws -> [Figure] {
    let check = try Self.checkSeconds()
    let seeding = Seeding(accounts: Self.people, passwordCost: Self.cost)
    return try withServer(bench, place, seeding, options: ["--password-cost", "\(Self.cost)"]) { server in
      let scenario = ChurnScenario(members: Self.people, seconds: size.seconds, patience: bench.patience)
      let report = try scenario.run(server.target())
      let rate = report.figures["rounds/s"] ?? 0
      return [
        Figure("ms of one scrypt alone", check * 1e3),
        Figure("log-ins/s that one processor allows", 1 / check),
        Figure("log-ins/s", rate),
        Figure("part of what scrypt allows", rate * check),
      ] + Figure.load(of: report)
    }
  }

  /// How long one check of a password takes by itself: the shortest of some, in seconds.
  private static func checkSeconds() throws -> Double {
    guard let cost = PasswordVerifier.Cost(logN: cost) else { throw LoadError("no hash has that cost") }
    var shortest = Double.infinity
    for _ in 0..<5 {
      let start = MonotonicClock.now()
      _ = try Scrypt.derive(
        password: SecretBytes(Accounts.password.utf8), salt: [UInt8](repeating: 7, count: 16), logN: cost.logN,
        blockSize: cost.blockSize, parallelism: cost.parallelism, length: 32)
      shortest = min(shortest, Double(MonotonicClock.now() - start) / 1e9)
    }
    return shortest
  }
}
