import ChatCore

/// A line of user_pass.txt: `NAME PASSWORD`.
struct AccountRecord {
  /// The text after the name.
  enum Secret: Hashable {
    /// As the original has it.
    case clear(String)
    /// As we have it.
    case verifier(PasswordVerifier)
  }

  let line: Int
  let name: AccountName
  let secret: Secret

  init(_ line: TextLine) throws(LineError) {
    let fields = try line.fields(2, expected: "NAME PASSWORD")
    self.line = line.number
    name = try Self.name(fields[0], in: line)
    let password = TextLine.withoutBlanksAtEnd(fields[1])
    if let verifier = PasswordVerifier(phc: password) {
      secret = .verifier(verifier)
    } else if Password.allows(password) {
      secret = .clear(password)
    } else {
      throw line.error("the password must have 1 to \(Password.maximumLength) characters")
    }
  }

  /// The line for an account.
  static func text(_ name: AccountName, _ verifier: PasswordVerifier) -> String {
    "\(name.text) \(verifier)\n"
  }

  private static func name(_ text: String, in line: TextLine) throws(LineError) -> AccountName {
    do throws(Refusal) {
      return try AccountName(text)
    } catch {
      switch error {
      case .nameReserved:
        throw line.error("\"\(text)\" is a word of the system and can't be a user name")
      default:
        throw line.error(
          "\"\(text)\" can't be a user name: it takes 1 to \(AccountName.maximumLength) of the characters "
            + "A-Z a-z 0-9 . _ -")
      }
    }
  }
}
