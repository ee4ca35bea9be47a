import ChatCore

/// What `chatctl connect` does where no person types: in a pipe, for a bot.
public struct ScriptOptions: Sendable {
  /// What its standard input is.
  public enum Input: Hashable, Sendable {
    /// Nothing; it is not read.
    case none
    /// Text for these people: a message a line, or all of it one message.
    case text(to: Audience, isWhole: Bool)
    /// A request a line, in JSON; whether the program stays when there are no more.
    case requests(stays: Bool)
  }

  /// Who gets what is sent.
  public enum Audience: Hashable, Sendable {
    /// Each of these people, privately.
    case people([String])
    /// Everybody.
    case everybody
  }

  /// A message that is waited for.
  public struct Expectation: Sendable {
    /// A line of it matches this.
    public let pattern: MessagePattern
    /// Who must have written it; nil for whoever did.
    public let sender: String?

    /// The expectation of these parts.
    public init(pattern: MessagePattern, sender: String? = nil) {
      self.pattern = pattern
      self.sender = sender
    }
  }

  /// Who logs in.
  public let name: String
  /// With which password.
  public let password: String
  /// What standard input is.
  public let input: Input
  /// What is waited for before the end; nil for nothing.
  public var expectation: Expectation?
  /// Whether to wait until the receivers have been shown what was sent.
  public var waitsForDelivery = false
  /// How long both of that are waited for once everything is sent, in seconds; nil for ever.
  public var timeout: Double?
  /// Whether what was missed before the log-in is skipped for good.
  public var skipsMissed = false
  /// For how long a lost connection is tried again, in seconds; 0 to end at once, infinity to go on until it is back.
  public var retryFor = 0.0

  /// A script that logs in as `name`.
  public init(name: String, password: String, input: Input) {
    self.name = name
    self.password = password
    self.input = input
  }
}
