import ChatSystem
import Glibc

extension FileError {
  /// For the person whose transfer it was, who needs no path of the server.
  var depotReason: String {
    switch code {
    case ENOSPC, EDQUOT: "the server's disk is full"
    case ENOENT: "its bytes are gone"
    default: "the server's disk reports an error (\(code))"
    }
  }
}
