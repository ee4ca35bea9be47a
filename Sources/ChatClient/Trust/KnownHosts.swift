import ChatNet

/// The servers that are known, as the text of a file that people may edit.
///
/// A line each: address, kind, fingerprint, date, divided by blanks:
/// `chat.example.org:1234 first-use SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU 2026-11-22`. Blank lines and those
/// that begin with `#` are comments. What is not understood stays where it is; but a line that begins with the address of
/// a server and can't be read is no reason to trust that server anew.
struct KnownHosts: Hashable, Sendable {
  /// What is known of a server.
  enum Finding: Hashable, Sendable {
    case unknown
    case known(KnownHost)
    /// The line of this number, counted from 1, is about it and can't be read.
    case unreadable(line: Int)
  }

  private var lines: [String]

  /// The hosts that `text` names.
  init(_ text: String) {
    // By bytes: to Swift a CR and the LF behind it are one character, which is no LF.
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    if lines.last?.isEmpty == true {
      lines.removeLast()
    }
  }

  /// What the file holds.
  var text: String {
    lines.map { $0 + "\n" }.joined()
  }

  /// What is known of `address`; the first line about it counts.
  func finding(of address: HostAddress) -> Finding {
    guard let index = lines.firstIndex(where: { Self.isAbout(address, $0) }) else { return .unknown }
    return Self.host(in: lines[index]).map { .known($0) } ?? .unreadable(line: index + 1)
  }

  /// Notes `host` in place of whatever was known of its address.
  mutating func note(_ host: KnownHost) {
    let line = "\(host.address) \(host.kind.rawValue) \(host.fingerprint) \(host.date)"
    guard let first = lines.firstIndex(where: { Self.isAbout(host.address, $0) }) else {
      lines.append(line)
      return
    }
    lines[first] = line
    let rest = lines[(first + 1)...].filter { !Self.isAbout(host.address, $0) }
    lines.replaceSubrange((first + 1)..., with: rest)
  }

  private static func isAbout(_ address: HostAddress, _ line: String) -> Bool {
    fields(of: line).first?.lowercased() == address.description.lowercased()
  }

  private static func host(in line: String) -> KnownHost? {
    let fields = fields(of: line)
    guard fields.count >= 3, let kind = KnownHost.Kind(rawValue: String(fields[1])),
      let fingerprint = KeyFingerprint(String(fields[2]))
    else { return nil }
    // Without a date it was written by hand, and that is all right.
    let date = fields.count > 3 ? String(fields[3]) : ""
    return KnownHost(
      address: HostAddress(spelt: String(fields[0])), kind: kind, fingerprint: fingerprint, date: date)
  }

  private static func fields(of line: String) -> [Substring] {
    let blanks = " \t\r".utf8
    let fields = line.utf8.split { blanks.contains($0) }
    return fields.first?.first == UInt8(ascii: "#") ? [] : fields.map { Substring($0) }
  }
}
