import ChatCore
import ChatNet

/// What a person has written down so that it need not be said each time: `key = value`, a line each; `#` begins a
/// comment. What is said on the command line goes before it.
public struct ClientConfiguration: Equatable, Sendable {
  /// Why a line can't be used, for people.
  public typealias Problem = ConfigurationText.Problem

  /// The keys that a line may begin with.
  enum Key: String, CaseIterable {
    case host, port, user, plaintext, fingerprint, timestamps, color, bell
  }

  /// The server's name or address.
  public private(set) var host: String?
  /// Its port.
  public private(set) var port: UInt16?
  /// Who logs in.
  public private(set) var user: String?
  /// Whether that server speaks no TLS.
  public private(set) var isPlaintext: Bool?
  /// The only key that is taken for that server.
  public private(set) var fingerprint: String?
  /// Whether each message has its time before it.
  public private(set) var showsTimes: Bool?
  /// When there is colour.
  public private(set) var color: ReadingOptions.Color?
  /// What rings the bell.
  public private(set) var bell: ReadingOptions.Bell?

  /// One that says nothing.
  public init() {}

  /// What `text` says.
  ///
  /// - Throws: `Problem` for the first line that can't be used.
  public init(_ text: String) throws(Problem) {
    let seen = try ConfigurationText.read(text) { (name, value) throws(Fault) in
      guard !name.contains("password") else {
        throw Fault("no password stands here. Put it into a file of its own and say --password-file FILE.")
      }
      guard let key = Key(rawValue: name) else {
        let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
        throw Fault("there is no setting \"\(TerminalSanitizer.line(name))\"; there are \(known).")
      }
      try set(key, value)
    }
    for key in [Key.plaintext, .fingerprint] where host == nil || port == nil {
      guard let line = seen[key.rawValue] else { continue }
      throw Problem(
        line: line, what: "\"\(key.rawValue)\" counts for one server. Say which one with \"host\" and \"port\".")
    }
    if isPlaintext == true, let line = seen[Key.fingerprint.rawValue] {
      throw Problem(
        line: line, what: "a server that is spoken to in clear has no key. Remove \"fingerprint\" or \"plaintext\".")
    }
  }

  private typealias Fault = ConfigurationText.Fault

  private mutating func set(_ key: Key, _ value: String) throws(Fault) {
    switch key {
    case .host:
      host = value
    case .port:
      guard let number = UInt16(value), number > 0 else { throw Fault("a port is a number from 1 to 65535.") }
      port = number
    case .user:
      guard (try? AccountName(value)) != nil else {
        throw Fault("a user name has 1 to \(AccountName.maximumLength) of the characters A-Z a-z 0-9 . _ -")
      }
      user = value
    case .plaintext:
      isPlaintext = try Self.truth(value)
    case .fingerprint:
      guard KeyFingerprint(value) != nil else {
        throw Fault("a fingerprint is SHA256: and 43 characters, as \"chatctl admin status\" prints it.")
      }
      fingerprint = value
    case .timestamps:
      showsTimes = try Self.truth(value)
    case .color:
      color = try Self.choice(value)
    case .bell:
      bell = try Self.choice(value)
    }
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: String
  ) throws(Fault) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: value.lowercased()) else {
      throw Fault("that is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return choice
  }

  private static func truth(_ value: String) throws(Fault) -> Bool {
    guard let isOn = ConfigurationText.isOn(value) else { throw Fault("that is \"yes\" or \"no\".") }
    return isOn
  }
}
