import ChatTestSupport
import Glibc

/// What a trace with `-xx` says about writes, syncs and sends. Places are lines of the trace.
struct SystemCalls {
  /// A sync from its entry to its return.
  struct Sync {
    let begin: Int
    let end: Int
    let descriptor: Substring
  }

  private let lines: [SystemTrace.Line]
  /// The same for strstr(3): some lines are long, and every message is looked for in all of them.
  private let texts: [ContiguousArray<CChar>]
  private var syncs: [Sync] = []

  init(_ lines: [SystemTrace.Line]) {
    self.lines = lines
    texts = lines.map { String($0.text).utf8CString }
    var open: [Substring: (begin: Int, descriptor: Substring)] = [:]
    for (place, line) in lines.enumerated() {
      if let descriptor = Self.descriptor(of: line.text, in: ["fsync", "fdatasync"]) {
        if line.text.contains("unfinished") {
          open[line.thread] = (place, descriptor)
        } else if line.text.hasSuffix("= 0") {
          syncs.append(Sync(begin: place, end: place, descriptor: descriptor))
        }
      } else if line.text.hasPrefix("<... f"), line.text.contains("sync resumed"),
        let (begin, descriptor) = open.removeValue(forKey: line.thread), line.text.hasSuffix("= 0")
      {
        syncs.append(Sync(begin: begin, end: place, descriptor: descriptor))
      }
    }
  }

  /// Where `text` was first written to a file at a place of it, and into which.
  func firstWrite(of text: String) -> (place: Int, descriptor: Substring)? {
    first(of: Array(text.utf8)) { Self.descriptor(of: $0, in: ["pwrite64", "pwritev"]) }
  }

  /// The first sync of that file that began after the write and succeeded.
  func syncBegun(after write: (place: Int, descriptor: Substring)) -> Sync? {
    syncs.filter { $0.begin > write.place && $0.descriptor == write.descriptor }.min { $0.end < $1.end }
  }

  /// The first sync of any file that began after `place` and succeeded.
  func syncBegun(after place: Int) -> Sync? {
    syncs.filter { $0.begin > place }.min { $0.end < $1.end }
  }

  /// Where the reply to request `number` went out.
  func reply(to number: UInt64) -> Int? {
    // Field 1 of a Reply; a Delivery carries the number in another field.
    first(of: [0x08] + Self.varint(number)) { Self.descriptor(of: $0, in: ["sendto", "sendmsg", "write", "writev"]) }?
      .place
  }

  /// Where request `number` came in.
  func arrival(of number: UInt64) -> Int? {
    first(of: [0x08] + Self.varint(number)) { line in
      ["recv", "read", "<... recv", "<... read"].contains { line.hasPrefix($0) } ? "" : nil
    }?.place
  }

  /// The first line that holds `bytes` and that `descriptor` takes.
  private func first(
    of bytes: [UInt8], where descriptor: (Substring) -> Substring?
  ) -> (place: Int, descriptor: Substring)? {
    let pattern = Self.hex(bytes)
    for (place, text) in texts.enumerated() {
      guard let descriptor = descriptor(lines[place].text) else { continue }
      if text.withUnsafeBufferPointer({ $0.baseAddress.map { strstr($0, pattern) != nil } ?? false }) {
        return (place, descriptor)
      }
    }
    return nil
  }

  private static func descriptor(of line: Substring, in calls: [String]) -> Substring? {
    guard let open = line.firstIndex(of: "("), calls.contains(String(line[..<open])) else { return nil }
    return line[line.index(after: open)...].prefix { $0.isNumber }
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return bytes.map { "\\x\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
  }
}
