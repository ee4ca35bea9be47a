/// How messages look on this output: what is left of `ReadingOptions` once it is known where they are shown.
struct MessageStyle: Hashable, Sendable {
  /// As the original shows them: what pipes get.
  static let plain = MessageStyle()

  /// Whether people have colours and marks are bold.
  var hasColor = false
  /// Whether somebody looks at it: what concerns this person is marked, and what was missed is summed up first.
  var isTerminal = false
  /// Whether each message has its time before it.
  var showsTimes = false
  /// What rings the bell.
  var bell = ReadingOptions.Bell.off

  init() {}

  /// The style of `options` on a terminal or elsewhere.
  ///
  /// - Parameter environment: looks up a variable of the environment.
  init(_ options: ReadingOptions, isTerminal: Bool, environment: (String) -> String?) {
    self.isTerminal = isTerminal
    showsTimes = options.showsTimes
    bell = isTerminal ? options.bell : .off
    hasColor =
      switch options.color {
      case .always: true
      case .never: false
      case .auto: isTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
      }
  }
}
