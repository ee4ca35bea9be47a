/// How large everything is that is looked at, and for how long.
struct SurveySize {
  /// 1 for the sizes that the goals are for.
  var scale: Double
  /// How long each row that takes its time is measured, in seconds.
  var seconds: Double

  /// Connections that do nothing.
  var idle: Int { scaled(10_000) }
  /// Those who come back by token.
  var clients: Int { scaled(1_000) }
  /// A file, in bytes.
  var file: Int64 { Int64(max(1, scale * Double(1 << 30))) }
  /// A large store.
  var accounts: Int { max(10, scaled(100_000)) }
  var messages: Int { scaled(5_000_000) }
  /// Messages that wait for somebody.
  var mailbox: Int { scaled(10_000) }

  /// What a figure of this size is to be: at other sizes nobody has said.
  func goal(_ goal: Goal) -> Goal? {
    scale == 1 ? goal : nil
  }

  private func scaled(_ count: Double) -> Int {
    max(1, Int(count * scale))
  }
}
