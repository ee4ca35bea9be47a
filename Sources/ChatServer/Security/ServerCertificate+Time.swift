import ChatCore
import ChatNet

extension ServerCertificate {
  /// From when on it holds.
  var start: WallTime {
    WallTime(microseconds: starts * 1_000_000)
  }

  /// Until when; nil when it has no end.
  var end: WallTime? {
    hasNoEnd ? nil : WallTime(microseconds: expires * 1_000_000)
  }
}
