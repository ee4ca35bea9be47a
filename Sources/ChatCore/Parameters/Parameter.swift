/// The four live parameters, by the names that people type.
public enum Parameter: String, CaseIterable, Sendable {
  /// How many people may be online at once.
  case maxCon = "MaxCon"
  /// How long a name stays blocked on an address after three wrong passwords.
  case blockTime = "BLOCK_TIME"
  /// How far back `wholasthr` looks.
  case lastHour = "LAST_HOUR"
  /// How long a person may type nothing before being logged out; 0 is for ever.
  case timeOut = "TIME_OUT"

  /// The values that are taken, for people to read.
  public var range: String {
    switch self {
    case .maxCon: "a whole number from 0 to 1000000 (0 lets nobody in)"
    case .blockTime, .lastHour: "decimal seconds from 0 to 31536000"
    case .timeOut: "decimal seconds from 0 to 31536000 (0 puts nobody out)"
    }
  }
}
