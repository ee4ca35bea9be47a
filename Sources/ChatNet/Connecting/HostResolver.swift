import ChatSystem
import Glibc

/// Finds the addresses of a host name (getaddrinfo(3)).
public enum HostResolver {
  /// The host name could not be turned into an address.
  public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name that was asked for.
    public let host: String
    /// The error of getaddrinfo (EAI_NONAME, EAI_AGAIN, …).
    public let code: Int32
    /// The errno, when the code is EAI_SYSTEM.
    public let systemCode: Int32

    /// One sentence for a person, with the next step.
    public var description: String {
      switch code {
      case EAI_NONAME, -5:  // -5: EAI_NODATA, hidden by the header without _GNU_SOURCE.
        return "cannot find the host \"\(host)\": nobody knows that name; check its spelling"
      case EAI_AGAIN:
        return "cannot find the host \"\(host)\": the name service does not answer; check the network and try again"
      case EAI_SYSTEM:
        return "cannot find the host \"\(host)\": \(String(systemError: systemCode))"
      default:
        return "cannot find the host \"\(host)\": \(String(cString: gai_strerror(code)))"
      }
    }
  }

  /// The addresses of `host`, a name or a numeric address, with `port`, best first (RFC 6724), each once; never empty.
  ///
  /// Blocks, for seconds when the name service is slow: call it from a background queue.
  public static func resolve(_ host: String, port: UInt16) throws(Failure) -> [SocketAddress] {
    if let address = SocketAddress(host: host, port: port) { return [address] }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &list)
    guard code == 0 else { throw Failure(host: host, code: code, systemCode: code == EAI_SYSTEM ? errno : 0) }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var entry = list
    while let info = entry?.pointee {
      if let pointer = info.ai_addr, let address = SocketAddress(UnsafePointer(pointer))?.with(port: port),
        !addresses.contains(address)
      {
        addresses.append(address)
      }
      entry = info.ai_next
    }
    guard !addresses.isEmpty else { throw Failure(host: host, code: EAI_NONAME, systemCode: 0) }
    return addresses
  }
}
