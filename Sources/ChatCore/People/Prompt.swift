/// A connection before its log-in.
struct Prompt: Sendable {
  /// Wrong passwords by account; log-in and de-registration count together.
  var wrongPasswords: [AccountID: Int] = [:]
  /// The account whose password was right and that may be de-registered.
  var verifiedDeparture: AccountID?
  /// The one password check that may be on its way, or in line.
  var pending: Pending?
  /// When something was typed last, or the connection was opened.
  var lastLine: Uptime
  /// Keeps refused log-ins from filling the server log.
  var tally = CommandTally()
  /// The number of the first request; 1 is the first of the client's run, on whichever connection.
  var firstNumber: UInt64?

  init(at now: Uptime) {
    lastLine = now
  }

  enum Pending: Sendable {
    /// The password is kept until its check is back only when it is to be hashed anew then.
    case logIn(AccountID, number: UInt64, rehash: String?)
    case departure(AccountID, number: UInt64)
    /// A log-in or a departure with a name that nobody has: it stands in line like the others, and fails in its turn.
    case nobody(number: UInt64)
    /// With the digest of the code that came with it, if one did.
    case registration(AccountName, number: UInt64, code: TokenDigest?)
    /// A log-in with a name that nobody has, for which there is an account if its password is right elsewhere.
    case newcomer(AccountName, number: UInt64)
    /// A log-in that waits for its place in the log: its password was right.
    case entering(number: UInt64)

    /// The request that waits.
    var number: UInt64 {
      switch self {
      case .logIn(_, let number, _), .departure(_, let number), .nobody(let number), .registration(_, let number, _),
        .newcomer(_, let number), .entering(let number):
        number
      }
    }

    /// The account whose password it is; nil where there is none yet.
    var account: AccountID? {
      switch self {
      case .logIn(let account, _, _), .departure(let account, _): account
      case .nobody, .registration, .newcomer, .entering: nil
      }
    }

    /// The account that is to be made.
    var registering: (name: AccountName, isNewcomer: Bool)? {
      switch self {
      case .registration(let name, _, _): (name, false)
      case .newcomer(let name, _): (name, true)
      case .logIn, .departure, .nobody, .entering: nil
      }
    }
  }
}

/// What somebody typed whose password is to be looked at: kept until it is, and no longer.
enum TypedPassword: Sendable {
  /// For a log-in or a departure.
  case password(String)
  /// For a change of the password.
  case change(old: String, new: String)
}

/// A change of the password whose old one is being checked and whose new one is being hashed, or that stands in line for
/// that.
struct PasswordChange: Sendable {
  let number: UInt64
  /// What the old password is checked against.
  var verifier: PasswordVerifier
}
