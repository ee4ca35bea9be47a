/// A bound that a figure is to keep.
enum Goal: Equatable {
  case atLeast(Double)
  case atMost(Double)
  case below(Double)

  /// The trust that a measured figure deserves.
  enum Certainty {
    case exact
    /// The true one is as large, or smaller.
    case upperBound
    /// The true one is as large, or larger.
    case lowerBound
    case none
  }

  /// The answer to the question whether a goal was reached.
  enum Verdict: String {
    case met
    case missed
    /// Nobody can tell.
    case void
  }

  /// Judges the figure `value`.
  func verdict(_ value: Double, _ certainty: Certainty = .exact) -> Verdict {
    let verdict: Verdict = holds(value) ? .met : .missed
    // A bound decides where what lies beyond it could not change the answer.
    return switch (certainty, isFloor, verdict) {
    case (.exact, _, _), (.lowerBound, true, .met), (.lowerBound, false, .missed), (.upperBound, true, .missed),
      (.upperBound, false, .met):
      verdict
    default: .void
    }
  }

  /// `≥ 0.4`.
  var text: String {
    switch self {
    case .atLeast(let bound): "≥ \(Self.text(bound))"
    case .atMost(let bound): "≤ \(Self.text(bound))"
    case .below(let bound): "< \(Self.text(bound))"
    }
  }

  private var isFloor: Bool {
    if case .atLeast = self { true } else { false }
  }

  private func holds(_ value: Double) -> Bool {
    switch self {
    case .atLeast(let bound): value >= bound
    case .atMost(let bound): value <= bound
    case .below(let bound): value < bound
    }
  }

  private static func text(_ bound: Double) -> String {
    bound == bound.rounded() ? bound.grouped : "\(bound)"
  }
}
