import ChatSystem
import Glibc

/// A failed system call, or TLS that did not come about: what was tried, the errno or OpenSSL's error, and on what. The
/// text is made last, by ``description``.
public struct NetError: Error, Hashable, Sendable {
  /// An operation that may fail.
  public enum Operation: String, Sendable {
    case socket
    case bind
    case listen
    case accept
    case connect
    case socketOption
    case socketName
    case epoll
    case thread
    /// Agreeing on TLS with the peer.
    case handshake
    /// Trusting the peer: `context` is the sentence of who decided.
    case trust
  }

  /// The operation that was tried.
  public let operation: Operation
  /// The errno of the failure (errno(3)); EPROTO where `tls` says more.
  public let code: Int32
  /// The error of OpenSSL, where it was TLS that failed and not the system.
  public let tls: TLSError?
  /// On what it was tried, for a person: an address or a host; may be empty.
  public let context: String

  /// A failure of `operation` on `context` with the errno `code`.
  public init(_ operation: Operation, code: Int32, context: String = "") {
    self.operation = operation
    self.code = code
    self.context = context
    tls = nil
  }

  /// TLS with `context` did not come about.
  public init(_ tls: TLSError, context: String = "") {
    operation = .handshake
    code = EPROTO
    self.context = context
    self.tls = tls
  }
}

extension NetError: CustomStringConvertible {
  /// One sentence for a person, with the next step where there is one.
  public var description: String {
    let place = context.isEmpty ? "" : " \(context)"
    switch (operation, code) {
    case (.bind, EADDRINUSE), (.listen, EADDRINUSE):
      return "cannot listen on\(place): the port is in use; stop the program that uses it or choose another port"
    case (.bind, EACCES), (.bind, EPERM):
      return "cannot listen on\(place): not permitted; choose a port above 1023 or ask for the right to use this one"
    case (.bind, EADDRNOTAVAIL):
      return "cannot listen on\(place): this machine does not have that address; choose one of its own"
    case (.bind, _), (.listen, _):
      return "cannot listen on\(place): \(reason)"
    case (.connect, ECONNREFUSED):
      return "cannot reach\(place): nobody listens there; check the address, the port and that the server runs"
    case (.connect, ETIMEDOUT):
      return "cannot reach\(place): no answer in time; check the address and the way there"
    case (.connect, _):
      return "cannot reach\(place): \(reason)"
    case (.handshake, ETIMEDOUT):
      return "cannot set up TLS with\(place): no answer in time; check that a server with TLS listens there"
    case (.handshake, ECONNRESET), (.handshake, EPIPE):
      return "cannot set up TLS with\(place): the connection was closed; check that a server with TLS listens there"
    case (.handshake, _) where tls?.isNotTLS == true:
      return "cannot set up TLS with\(place): what listens there does not speak TLS"
    case (.handshake, _):
      return "cannot set up TLS with\(place): \(reason)"
    case (.trust, _):
      return context
    default:
      return "\(operation.rawValue) failed\(context.isEmpty ? "" : " on \(context)"): \(reason)"
    }
  }

  /// OpenSSL's or the system's words for it.
  private var reason: String {
    tls?.description ?? String(systemError: code)
  }
}

extension SystemCall {
  /// Runs `call` as `run` does and throws its errno as an error of `operation` on `context`.
  @discardableResult
  static func check<Value: SignedInteger>(
    _ operation: NetError.Operation, _ context: @autoclosure () -> String = "", _ call: () -> Value
  ) throws(NetError) -> Value {
    switch run(call) {
    case .value(let value): return value
    case .failure(let code): throw NetError(operation, code: code, context: context())
    }
  }
}
