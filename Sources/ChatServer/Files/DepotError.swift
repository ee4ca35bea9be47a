import Glibc

/// A failed operation on a file of the depot.
struct DepotError: Error, Hashable {
  /// The errno.
  let code: Int32
  /// Of which file.
  let path: String

  /// For the person whose transfer it was, who needs no path of the server.
  var reason: String {
    switch code {
    case ENOSPC, EDQUOT: "the server's disk is full"
    case ENOENT: "its bytes are gone"
    default: "the server's disk reports an error (\(code))"
    }
  }
}
