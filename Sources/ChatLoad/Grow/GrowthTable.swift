/// What something costs as one number grows.
protocol GrowthTable {
  /// How it is asked for.
  static var name: String { get }
  /// What grows.
  static var abstract: String { get }
  /// What grows, and then what is measured.
  static var columns: [String] { get }
  static var sizes: [Int] { get }

  /// - Parameter seconds: how long each measurement takes.
  init(seconds: Double)

  /// What is measured at `size`, with data in `place`; nil for what can't be.
  func measure(_ size: Int, _ bench: Bench, _ place: String) throws -> [Double?]
}

extension GrowthTable {
  /// 10, 100, …, 10^`exponent`.
  static func decades(to exponent: Int) -> [Int] {
    (1...exponent).map { (1...$0).reduce(1) { power, _ in power * 10 } }
  }
}
