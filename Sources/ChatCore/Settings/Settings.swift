/// The values of all settings at one moment.
public struct Settings: Hashable, Sendable {
  private var values = Self.builtIn

  private static let builtIn = Dictionary(uniqueKeysWithValues: Setting.allCases.map { ($0, $0.builtIn) })

  /// The built-in values.
  public init() {}

  /// The value of `setting`. What is set must be one that it takes.
  public subscript(value setting: Setting) -> Setting.Value {
    get { values[setting] ?? setting.builtIn }
    set {
      precondition(setting.allows(newValue), "\(setting.rawValue) can't be \(newValue)")
      values[setting] = newValue
    }
  }

  /// The number of `setting`, a count, bytes or seconds; 0 where a limit is lifted.
  public subscript(setting: Setting) -> Double {
    get {
      guard case .number(let number) = self[value: setting] else { preconditionFailure("\(setting) is no number") }
      return number
    }
    set { self[value: setting] = .number(newValue) }
  }

  /// Whether `setting` is on.
  public subscript(isOn setting: Setting) -> Bool {
    get { self[value: setting] == .isOn(true) }
    set { self[value: setting] = .isOn(newValue) }
  }

  /// The word of `setting`; nil where it is the built-in one.
  public func word(of setting: Setting) -> String? {
    guard case .word(let word) = self[value: setting], .word(word) != setting.builtIn else { return nil }
    return word
  }

  /// The whole number of `limit`, or nil where it is lifted.
  public func limit(_ limit: Setting) -> Int64? {
    let value = self[limit]
    return value == 0 ? nil : Int64(value)
  }

  /// The seconds of `limit`, or nil where it is lifted.
  public func seconds(of limit: Setting) -> Double? {
    let value = self[limit]
    return value == 0 ? nil : value
  }

  /// Where two settings do not go together, the sentence that says so, without a full stop.
  public var conflict: String? {
    if self[isOn: .plaintext], word(of: .cert) != nil { return "with plaintext there is no cert" }
    return nil
  }

  /// What new passwords are hashed with; one that was hashed with less is hashed anew when its person logs in.
  public var passwordCost: PasswordVerifier.Cost {
    PasswordVerifier.Cost(logN: Int(self[.passwordCost])) ?? .standard
  }

  /// Takes `text` as a new password of somebody, for which more may be wanted than `Password.allows` does.
  ///
  /// - Throws: `Refusal.passwordMalformed` and `.passwordTooShort`.
  public func requireNew(_ text: String) throws(Refusal) {
    guard Password.allows(text) else { throw .passwordMalformed }
    let minimum = Int(self[.passwordMin])
    guard text.unicodeScalars.count >= minimum else { throw .passwordTooShort(minimum: minimum) }
  }

  /// What says whether passwords are right; nil where the verifiers kept here do.
  public var passwordCommand: PasswordCommand? {
    word(of: .checkPassword).flatMap { PasswordCommand($0, seconds: self[.checkPasswordTime]) }
  }

  /// How fast failed log-ins of an address are forgiven; nil where that is lifted.
  public var failedLogInRate: TokenRate? {
    limit(.failedLogIns).map { TokenRate(capacity: $0, refill: $0, perSeconds: self[.failedLogInTime]) }
  }

  /// Who may register.
  public var registration: Registration {
    word(of: .registration).flatMap(Registration.init) ?? .open
  }

  /// How fast accounts may be registered from one address; nil where that is lifted.
  public var registrationRate: TokenRate? {
    limit(.registrationsPerAddress).map { TokenRate(capacity: $0, refill: $0, perSeconds: 86_400) }
  }

  /// How fast a user's messages are read; nil where that is lifted.
  public var messageRate: TokenRate? {
    limit(.messageRate).map { TokenRate(capacity: Int64(self[.messageBurst]), refill: $0, perSeconds: 1) }
  }
}
