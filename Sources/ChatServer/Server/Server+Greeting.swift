import ChatNet
import ChatSystem

extension Server {
  /// Says how a client knows this server, in a line that can be copied.
  func sayHowToConnect() {
    guard let certificate = certificates.certificate else {
      console.say("Connections are not encrypted (--plaintext).")
      return
    }
    console.say("The fingerprint of the server's key is \(certificate.fingerprint)")
    CertificateKeeper.tell(of: certificate, in: log)
    console.say("Join with: chatctl connect \(ownName) \(address.port) --fingerprint \(certificate.fingerprint)")
  }

  /// What others call this machine: its name where it listens on all addresses.
  private var ownName: String {
    address.isUnspecified ? HostName.current ?? "HOST" : address.host
  }
}
