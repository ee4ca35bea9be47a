/// The questions that `password` asks, one after the other.
enum PasswordDialogue: Hashable {
  /// The present password.
  case old
  /// The new one.
  case new(old: String)
  /// The new one again.
  case again(old: String, new: String, isSecondTry: Bool)
}
