import Foundation

/// The form of a curve, as far as two points tell. Pure.
enum GrowthForm {
  /// The x in "grows as the size to the power of x", from one point to the next: 0 for what stays, 1 for what grows alike.
  /// Nil where there is none.
  static func exponent(_ sizes: (Int, Int), _ values: (Double, Double)) -> Double? {
    guard sizes.0 > 0, sizes.1 > sizes.0, values.0 > 0, values.1 > 0 else { return nil }
    return log(values.1 / values.0) / log(Double(sizes.1) / Double(sizes.0))
  }

  /// The last row of a table: the exponent of each column, from the last but one size to the last.
  static func cells(_ rows: [(size: Int, values: [Double?])]) -> [String]? {
    guard rows.count >= 2, let last = rows.last, rows[rows.count - 2].size > 0 else { return nil }
    let before = rows[rows.count - 2]
    let exponents = zip(before.values, last.values).map { old, new -> String in
      guard let old, let new, let exponent = exponent((before.size, last.size), (old, new)) else { return "-" }
      return "^" + String(format: "%.2f", exponent)
    }
    return ["last step"] + exponents
  }
}
