import ChatCore

/// A name and a password that were given beforehand.
public struct Credentials: Sendable {
  /// The name.
  public let name: String
  /// The password; nil where the person is asked for it.
  public let password: String?

  /// A name, and a password if it is known.
  public init(name: String, password: String? = nil) {
    self.name = name
    self.password = password
  }
}

/// A reason why a name and a password that were given beforehand did not lead in, for a person who reads it later.
struct LogInFailure: Hashable {
  /// The sentence to tell.
  let sentence: String
  /// The code that the program ends with.
  let code: ExitCode

  /// The failure of a log-in as `name` that was answered with `refusal`.
  init(_ refusal: Refusal, name: String) {
    switch refusal {
    case .unknownName:
      sentence =
        "There is no user \"\(name)\". Please check the name, or register it with \"chatctl connect\" and \"register\"!"
      code = .notPermitted
    case .credentialsWrong:
      sentence = "The server knows no \"\(name)\" with that password. Please check both!"
      code = .notPermitted
    case .wrongPassword:
      sentence = "That is not the password of \"\(name)\". It was tried once, and is not tried again."
      code = .notPermitted
    case .nowBlocked(let seconds), .stillBlocked(let seconds):
      sentence =
        "After wrong passwords nobody can log in as \"\(name)\" from here for the next "
        + "\(Parameters.text(ofSeconds: seconds.rounded(.up))) seconds. Please check the password, and wait!"
      code = .notPermitted
    case .alreadyOnline:
      sentence = "\"\(name)\" is online already. Please log out there, or give each program a user of its own!"
      code = .refused
    default:
      sentence = refusal.sentence
      code = .refused
    }
  }
}
