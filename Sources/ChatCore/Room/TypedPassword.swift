/// What somebody typed whose password is to be looked at: kept until it is, and no longer.
enum TypedPassword: Sendable {
  /// For a log-in or a departure.
  case password(String)
  /// For a change of the password.
  case change(old: String, new: String)
}
