/// What an import brought in.
public struct ImportReport: Sendable {
  /// New accounts.
  public var accounts = 0
  /// Messages waiting for their receivers.
  public var messages = 0
  /// Waiting files.
  public var files = 0
  /// Who takes nothing from whom: pairs.
  public var blocks = 0
  /// Names blocked on addresses.
  public var logInBlocks = 0
  /// Whether para.txt was taken over.
  public var takesParameters = false
  /// What was dropped, or kept in another form, in the order of files and lines.
  public var warnings: [LineWarning] = []

  /// A report of nothing.
  public init() {}
}
