/// How a person wants to read: what the options of `chatctl connect` say.
public struct ReadingOptions: Hashable, Sendable {
  /// When there is colour.
  public enum Color: String, CaseIterable, Sendable {
    /// On a terminal, unless `NO_COLOR` is set (no-color.org).
    case auto
    /// In a pipe too.
    case always
    /// Nowhere.
    case never
  }

  /// What rings the bell of a terminal.
  public enum Bell: String, CaseIterable, Sendable {
    /// Nothing.
    case off
    /// Private messages and files.
    case `private`
    /// The same, and messages with one's name in them.
    case mention
    /// Whatever somebody else writes.
    case all
  }

  /// When there is colour.
  public var color: Color
  /// Whether each message has its time before it.
  public var showsTimes: Bool
  /// What rings the bell.
  public var bell: Bell

  /// Options of these values.
  public init(color: Color = .auto, showsTimes: Bool = false, bell: Bell = .off) {
    self.color = color
    self.showsTimes = showsTimes
    self.bell = bell
  }
}
