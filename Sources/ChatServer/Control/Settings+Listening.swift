import ChatCore
import ChatNet
import Glibc

extension Settings {
  /// The address that `listen` names, at `port`; nil where any will do.
  func listeningAddress(port: UInt16) throws(ServerError) -> SocketAddress? {
    guard let text = word(of: .listen) else { return nil }
    guard let address = SocketAddress(host: text, port: port) else { throw .badAddress(text) }
    return address
  }

  /// Looks whether a server could listen there, at `port` (0: at any).
  func requireListening(port: UInt16) throws(ServerError) {
    let host = try listeningAddress(port: port)
    do throws(NetError) {
      close(try ListeningSocket.open(host: host, port: port).descriptor)
    } catch {
      throw .listening(error)
    }
  }
}
