import ChatNet
import ChatStore

/// Why the server could not start or had to stop. The text is made last, by `description`.
public enum ServerError: Error, Sendable {
  /// The address could not be listened on.
  case listening(NetError)
  /// The address to listen on is none.
  case badAddress(String)
  /// The data directory could not be used.
  case data(DataDirectoryError)
  /// Files in the data directory that could not be read as what they are.
  case badData(String)
  /// The store could not be opened or read.
  case store(StoreError)
  /// A part of the system that the server needs is not to be had.
  case system(NetError)
}
