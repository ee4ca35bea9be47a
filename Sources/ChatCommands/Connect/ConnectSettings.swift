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
    let said = try options.host.map { (text) throws(Failure) in try ServerName(text) }
    guard let host = said?.host ?? configuration.host else {
      throw Failure(
        message: "no server is named. Say \"chatctl connect HOST PORT\", or write host and port into \(path).",
        code: EX_USAGE)
    }
    let port = try Self.one(options.port, said?.port, "port") ?? configuration.port ?? Self.usualPort
    let name = try Self.one(options.logIn.user, said?.user, "user")
    reading = options.reading.values(configuration)
    self.host = host
    self.port = port
    let names = configuration.host.map { $0.lowercased() == host.lowercased() } ?? true
    let counts = names && configuration.port.map { $0 == port } ?? true
    user = name ?? (counts ? configuration.user : nil)
    let saysSecurity = options.plaintext || options.strict || options.fingerprint != nil
    isPlaintext = saysSecurity ? options.plaintext : counts && configuration.isPlaintext == true
    let fingerprint = options.fingerprint ?? (counts && !options.plaintext ? configuration.fingerprint : nil)
    self.fingerprint = fingerprint.flatMap { KeyFingerprint($0) }
  }

  /// The port of a server of which nobody says another one: where it listens if nobody sets that.
  static let usualPort = UInt16(Settings()[.port])

  /// What is said in one place or in the other; both may say the same.
  private static func one<Value: Equatable>(
    _ option: Value?, _ inName: Value?, _ what: String
  ) throws(Failure) -> Value? {
    if let option, let inName, option != inName {
      throw Failure(
        message: "two different \(what)s are given, \(option) and \(inName). Leave one of them out.", code: EX_USAGE)
    }
    return option ?? inName
  }
}

/// A server as people type it: `chat.example.org`, `anna@chat.example.org:1234`, `[::1]:1234`.
struct ServerName: Equatable {
  /// A name or an address, without brackets.
  let host: String
  /// Its port, if that is said.
  let port: UInt16?
  /// Who logs in, if that is said.
  let user: String?

  /// Reads `text`. An address of several colons without brackets has no port.
  init(_ text: String) throws(Failure) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let user = parts.count == 2 ? String(parts[0]) : nil
    if let user, (try? AccountName(user)) == nil {
      throw Self.wrong(
        text, "before \"@\" stands a name of 1 to \(AccountName.maximumLength) of the characters A-Z a-z 0-9 . _ -")
    }
    let place = parts[parts.count - 1]
    let colon = place.lastIndex(of: ":")
    let hasBrackets = place.hasPrefix("[") && place.contains("]")
    let hasPort = colon.map { hasBrackets ? place[..<$0].hasSuffix("]") : place.firstIndex(of: ":") == $0 } ?? false
    let host: Substring
    if hasPort, let colon {
      guard let port = UInt16(place[place.index(after: colon)...]), port > 0 else {
        throw Self.wrong(text, "behind \":\" stands a port, a number from 1 to 65535")
      }
      self.port = port
      host = place[..<colon]
    } else {
      port = nil
      host = place
    }
    guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "@" }), host != "[]" else {
      throw Self.wrong(text, "it names no host")
    }
    self.host = String(hasBrackets ? host.dropFirst().dropLast() : host)
    self.user = user
  }

  private static func wrong(_ text: String, _ what: String) -> Failure {
    Failure(
      message: "\"\(TerminalSanitizer.line(text))\" is no server: \(what). Say HOST PORT, HOST:PORT or USER@HOST:PORT.",
      code: EX_USAGE)
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
