import ChatNet

@testable import ChatClient

/// A known_hosts that anything was done to is kept as it is, but for what is noted; and a server that it names in any
/// way is never one that nothing is known of, which would be trusted anew.
enum KnownHostsFuzzing {
  private static let noted = KnownHost(
    address: HostAddress(host: "Chat.Example.org.", port: 1234), kind: .pinned, fingerprint: fingerprint,
    date: "2026-11-22")
  private static let fingerprint = {
    guard let fingerprint = KeyFingerprint(digest: [UInt8](repeating: 0xA5, count: 32)) else {
      preconditionFailure("32 bytes are a fingerprint")
    }
    return fingerprint
  }()

  static func run(_ input: UnsafeRawBufferPointer) {
    let text = String(decoding: input, as: UTF8.self)
    let hosts = KnownHosts(text)
    precondition(hosts.text.isEmpty || hosts.text.utf8.last == UInt8(ascii: "\n"), "a last line without its end")
    precondition(hosts.text == text || hosts.text == text + "\n", "reading changed the text")
    precondition(KnownHosts(hosts.text) == hosts, "what was written is read otherwise")

    let addresses = named(in: text)
    for address in addresses {
      precondition(hosts.finding(of: address) != .unknown, "a server that is named is unknown")
    }
    var changed = hosts
    changed.note(noted)
    precondition(changed.finding(of: noted.address) == .known(noted), "what was noted is not known")
    precondition(KnownHosts(changed.text) == changed, "a noted line is read otherwise")
    for address in addresses where address.description.lowercased() != noted.address.description {
      precondition(isSame(hosts.finding(of: address), changed.finding(of: address)), "another server was forgotten")
    }
  }

  /// What stands first in its line, seen by bytes and with none of the parser's code.
  private static func named(in text: String) -> [HostAddress] {
    text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let word = line.drop { [0x20, 0x09, 0x0D].contains($0) }.prefix { ![0x20, 0x09, 0x0D].contains($0) }
      guard let first = word.first, first != UInt8(ascii: "#") else { return nil }
      return HostAddress(spelt: String(Substring(word)))
    }
  }

  /// Lines above one that can't be read may go.
  private static func isSame(_ one: KnownHosts.Finding, _ other: KnownHosts.Finding) -> Bool {
    if case .unreadable = one, case .unreadable = other { return true }
    return one == other
  }
}
