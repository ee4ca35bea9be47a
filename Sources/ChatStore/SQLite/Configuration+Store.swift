import CSQLite
import GRDB

extension Configuration {
  /// What every connection of this program starts from.
  static var plain: Configuration {
    _ = library
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    return configuration
  }

  /// What is said once, before the first connection.
  private static let library: Void = csqlite_configure()
}
