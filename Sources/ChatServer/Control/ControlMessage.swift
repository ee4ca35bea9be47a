import FoundationEssentials

/// One line from a client of the control socket to the server: what was typed, and how the answer is wanted.
public struct ControlRequest: Codable, Sendable {
  /// The version of this protocol.
  public static let currentVersion = 1
  /// The longest line either way, in bytes.
  public static let longestLine = 64 * 1024

  /// The version that the client speaks.
  public var version = currentVersion
  /// What was typed: a command, or the answer to a question.
  public var line: String
  /// Whether the answer's lines shall be JSON.
  public var json: Bool
  /// Whether a person is there to be asked before something is destroyed.
  public var interactive: Bool

  /// A request of these parts.
  public init(line: String, json: Bool, interactive: Bool) {
    self.line = line
    self.json = json
    self.interactive = interactive
  }
}

/// One line from the server to a client of the control socket.
public struct ControlReply: Codable, Sendable {
  /// What is to be shown.
  public var lines: [String] = []
  /// The exit code of the command; absent while more replies to it follow.
  public var code: Int32?
  /// Why it was not carried out.
  public var error: String?
  /// A question; the next request answers it.
  public var question: String?
  /// Whether the answer to the question must not be shown.
  public var secret: Bool?

  /// A reply with nothing in it.
  public init() {}

  /// One line of JSON with its end.
  func encoded() -> [UInt8] {
    // Strings, numbers and booleans always encode.
    let data = (try? JSONEncoder().encode(self)) ?? Data("{}".utf8)
    return Array(data) + [UInt8(ascii: "\n")]
  }
}
