import ChatCore

/// What is told on standard error where no person types.
enum ScriptWords {
  static let lost = "the connection to the server is lost, and is tried again."
  static let givenUp = "the connection to the server did not come back in time."
  static let back = "the connection to the server is back."
  static let stopping = "the server is going to stop."
  static let restarting = "the server restarts, and will be back in a moment."

  static func idle(_ seconds: Double) -> String {
    "nothing was sent for \(Parameters.text(ofSeconds: seconds)) seconds (TIME_OUT), and the server has closed the "
      + "connection. With --reconnect it is made again."
  }

  static func timeout(_ seconds: Double, isForDelivery: Bool) -> String {
    (isForDelivery ? "not all was shown to its receivers" : "no message that matches came")
      + " within \(Parameters.text(ofSeconds: seconds)) seconds."
  }

  static func unanswered(_ count: Int) -> String {
    count == 1
      ? "nobody knows whether the last message or change is stored."
      : "nobody knows whether the last \(count) messages or changes are stored."
  }

  static func notStored(_ count: Int) -> String {
    count == 1
      ? "the last message or change was not stored."
      : "the last \(count) messages or changes were not stored."
  }

  /// Of a message that was refused, and what has become of all others: `stored` has how many of each person's are stored,
  /// and one count without a name where there is no more than one audience.
  static func refused(_ refusal: Refusal, stored: [(name: String?, count: Int)]) -> String {
    "the server refused a message: \(refusal.plainSentence) \(Self.stored(stored))"
  }

  /// What stays unanswered is told by `unanswered`.
  private static func stored(_ stored: [(name: String?, count: Int)]) -> String {
    switch stored.reduce(0, { $0 + $1.count }) {
    case 0: "Nothing is stored."
    case _ where stored.count > 1:
      "Stored are: " + stored.map { "\($0.count) for \($0.name ?? "everybody")" }.joined(separator: ", ") + "."
    case 1: "1 message is stored."
    case let count: "\(count) messages are stored."
    }
  }

  static let farewellLost =
    "the connection ended before the server had confirmed the log-out, and this user may count as online for a while."
  static let farewellUnanswered =
    "the server has not confirmed the log-out in time, and this user may count as online for a while."
}
