import ChatClient
import ChatCore
import ChatNet
import Glibc

/// Which server, and who: what stands on the command line goes before what is written down.
struct ConnectSettings: Equatable {
  /// The server's name or address.
  let host: String
  /// Its port.
  let port: UInt16
  /// Who logs in; nil to ask.
  let user: String?
  /// Whether the server speaks no TLS.
  let isPlaintext: Bool
  /// The only key that is taken.
  let fingerprint: KeyFingerprint?
  /// How messages are shown.
  let reading: ReadingOptions

  /// What the options of `connect` say, and where they say nothing, `configuration`, which stands in the file at `path`.
  ///
  /// When it names a server, it says nothing about others: neither a name nor a connection in clear may go astray.
  init(_ options: Connect, _ configuration: ClientConfiguration, path: String) throws(Failure) {
    guard let host = options.host ?? configuration.host, let port = options.port ?? configuration.port else {
      throw Failure(
        message: "no server is named. Say \"chatctl connect HOST PORT\", or write host and port into \(path).",
        code: EX_USAGE)
    }
    reading = options.reading.values(configuration)
    self.host = host
    self.port = port
    let names = configuration.host.map { $0.lowercased() == host.lowercased() } ?? true
    let counts = names && configuration.port.map { $0 == port } ?? true
    user = options.logIn.user ?? (counts ? configuration.user : nil)
    let saysSecurity = options.plaintext || options.strict || options.fingerprint != nil
    isPlaintext = saysSecurity ? options.plaintext : counts && configuration.isPlaintext == true
    let fingerprint = options.fingerprint ?? (counts && !options.plaintext ? configuration.fingerprint : nil)
    self.fingerprint = fingerprint.flatMap { KeyFingerprint($0) }
  }
}

extension Failure {
  /// Settings that can't be used.
  init(_ problem: ClientConfigurationFile.Problem) {
    switch problem {
    case .file(let error): self.init(error)
    case .line: self.init(message: "\(problem)", code: EX_DATAERR)
    }
  }
}
