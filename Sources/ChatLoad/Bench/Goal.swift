/// A bound that a figure is to keep.
struct Goal: Equatable {
  /// The side of the bound on which it is kept.
  enum Side: String {
    case atLeast = "≥"
    case atMost = "≤"
    case below = "<"
  }

  /// The trust that a measured figure deserves.
  enum Certainty {
    case exact
    /// The true one is as large, or smaller.
    case upperBound
    /// The true one is as large, or larger.
    case lowerBound
    case none
  }

  /// The answer to the question whether a goal was reached; void where nobody can tell.
  enum Verdict: String {
    case met
    case missed
    case void
  }

  private let side: Side
  private let bound: Double

  static func atLeast(_ bound: Double) -> Goal { Goal(side: .atLeast, bound: bound) }
  static func atMost(_ bound: Double) -> Goal { Goal(side: .atMost, bound: bound) }
  static func below(_ bound: Double) -> Goal { Goal(side: .below, bound: bound) }

  /// Judges the figure `value`.
  func verdict(_ value: Double, _ certainty: Certainty = .exact) -> Verdict {
    let isMet =
      switch side {
      case .atLeast: value >= bound
      case .atMost: value <= bound
      case .below: value < bound
      }
    // An uncertain figure decides where what lies beyond it could not change the answer.
    let decides =
      switch certainty {
      case .exact: true
      case .lowerBound: isMet == (side == .atLeast)
      case .upperBound: isMet != (side == .atLeast)
      case .none: false
      }
    return !decides ? .void : isMet ? .met : .missed
  }

  /// `≥ 0.4`.
  var text: String { "\(side.rawValue) \(bound == bound.rounded() ? bound.grouped : "\(bound)")" }
}
