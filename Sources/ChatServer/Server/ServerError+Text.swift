import ChatNet
import ChatStore
import Glibc

extension ServerError: CustomStringConvertible {
  /// One sentence for a person, with the next step.
  public var description: String {
    switch self {
    case .listening(let error), .system(let error): error.description
    case .badAddress(let text):
      "\"\(text)\" is no address of a network interface; --listen takes one like 127.0.0.1 or ::1"
    case .data(let error): error.description
    case .badData(let text): text
    case .store(let error): error.description
    }
  }

  /// What the shell gets (sysexits(3)).
  public var exitCode: Int32 {
    switch self {
    case .listening(let error) where error.code == EACCES || error.code == EPERM: EX_NOPERM
    case .listening: EX_UNAVAILABLE
    case .badAddress: EX_USAGE
    case .data(let error): error.exitCode
    case .badData: EX_DATAERR
    case .store(.unreadable): EX_DATAERR
    case .store, .system: EX_IOERR
    }
  }
}
