/// The accounts that `chatload seed` makes and the other scenarios log in to.
enum Accounts {
  /// The password of all of them.
  static let password = "chatload"
  /// scrypt's cost of their one hash, as a power of two: as cheap as there is.
  static let cost = 1

  /// The name of account `number`, from 0 on.
  static func name(_ number: Int) -> String {
    "load\(number)"
  }
}
