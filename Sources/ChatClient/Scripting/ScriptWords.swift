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

  static func refused(_ refusal: Refusal, stored: Int) -> String {
    let before =
      switch stored {
      case 0: "Nothing is stored."
      case 1: "1 message before it is stored."
      default: "\(stored) messages before it are stored."
      }
    let error = "Error! "
    let reason = refusal.sentence.hasPrefix(error) ? refusal.sentence.dropFirst(error.count) : refusal.sentence[...]
    return "the server refused a message: \(reason) \(before)"
  }
}
