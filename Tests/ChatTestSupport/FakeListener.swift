import Glibc

/// A program that is no server and listens on a data directory's control socket: it says one thing to whoever connects,
/// or nothing at all.
public final class FakeListener {
  private let descriptor: Int32
  private let answer: String?
  private var peer: Int32 = -1

  /// Listens at `path`.
  public init(at path: String, answering answer: String? = nil) throws {
    self.answer = answer
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = descriptor
    let isListening = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isListening, listen(descriptor, 8) == 0 else {
      throw ChildProcess.Mismatch(description: "no listening at \(path): errno \(errno)")
    }
  }

  deinit {
    close(descriptor)
    if peer >= 0 {
      close(peer)
    }
  }

  /// Takes the connection that waits and says its words, and what it was told so far; call it once somebody connected.
  public func take() -> String {
    peer = accept(descriptor, nil, nil)
    if let answer {
      _ = Array(answer.utf8).withUnsafeBytes { send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = recv(peer, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
