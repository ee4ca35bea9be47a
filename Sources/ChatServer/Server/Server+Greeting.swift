import ChatNet
import Glibc

extension Server {
  /// Says how a client knows this server, in a line that can be copied.
  func sayHowToConnect() {
    guard let certificate = certificates.certificate else {
      console.say("Connections are not encrypted (--plaintext).")
      return
    }
    console.say("The fingerprint of the server's key is \(certificate.fingerprint)")
    console.say("Join with: chatctl connect \(ownName) \(address.port) --fingerprint \(certificate.fingerprint)")
  }

  /// What others call this machine: its name where it listens on all addresses.
  private var ownName: String {
    guard address.isUnspecified else { return address.host }
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "HOST" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
