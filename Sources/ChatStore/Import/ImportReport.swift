/// The result of an import.
public struct ImportReport: Sendable {
  /// New accounts.
  public var accounts = 0
  /// Messages waiting for their receivers.
  public var messages = 0
  /// Waiting files.
  public var files = 0
  /// Pairs of people, one of whom takes nothing from the other.
  public var blocks = 0
  /// Names blocked on addresses.
  public var logInBlocks = 0
  /// True when para.txt was taken over.
  public var takesParameters = false
  /// The lines that were dropped, or kept in another form, in the order of files and lines.
  public var warnings: [LineWarning] = []

  /// A report of nothing.
  public init() {}
}
