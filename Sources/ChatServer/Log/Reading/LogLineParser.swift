/// Reads one flat JSON object (RFC 8259) whose values are strings, numbers and literals; anything else is refused.
///
/// By hand because `chatctl log search` reads every line of every log: Foundation's decoder takes ten times as long, and
/// forgets the order of the fields.
struct LogLineParser {
  private let bytes: [UInt8]
  private var index = 0

  init(_ line: some Collection<UInt8>) {
    bytes = Array(line)
  }

  /// The fields in their order; nil when the line is no such object, or not a whole one.
  mutating func object() -> [(name: String, value: LoggedLine.Value)]? {
    var fields: [(name: String, value: LoggedLine.Value)] = []
    guard take("{") else { return nil }
    if take("}") { return isAtEnd ? fields : nil }
    repeat {
      guard let name = string(), take(":"), let value = value() else { return nil }
      fields.append((name, value))
    } while take(",")
    guard take("}") else { return nil }
    return isAtEnd ? fields : nil
  }

  private var isAtEnd: Bool {
    bytes[index...].allSatisfy { Self.isBlank($0) }
  }

  private mutating func value() -> LoggedLine.Value? {
    skipBlanks()
    guard index < bytes.count else { return nil }
    if bytes[index] == UInt8(ascii: "\"") { return string().map { .text($0) } }
    let start = index
    while index < bytes.count, Self.isBare(bytes[index]) {
      index += 1
    }
    return start == index ? nil : .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var start = index
    var text: String?
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        let last = String(decoding: bytes[start..<index], as: UTF8.self)
        index += 1
        return text.map { $0 + last } ?? last
      case UInt8(ascii: "\\"):
        var soFar = (text ?? "") + String(decoding: bytes[start..<index], as: UTF8.self)
        index += 1
        guard let scalar = escaped() else { return nil }
        soFar.unicodeScalars.append(scalar)
        text = soFar
        start = index
      case 0..<0x20:
        return nil
      default:
        index += 1
      }
    }
    return nil
  }

  /// Takes the character behind a backslash.
  private mutating func escaped() -> Unicode.Scalar? {
    guard index < bytes.count else { return nil }
    defer { index += 1 }
    switch bytes[index] {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"): return unicodeEscape()
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(bytes[index])
    default: return nil
    }
  }

  /// The four digits after `\u`, and the other half of a surrogate pair; ends on the last digit.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard let high = hexadecimal(after: index) else { return nil }
    index += 4
    guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    guard index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\"), bytes[index + 2] == UInt8(ascii: "u"),
      let low = hexadecimal(after: index + 2), (0xDC00..<0xE000).contains(low)
    else { return "\u{FFFD}" }
    index += 6
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
  }

  private func hexadecimal(after place: Int) -> UInt32? {
    guard place + 4 < bytes.count else { return nil }
    return UInt32(String(decoding: bytes[place + 1...place + 4], as: UTF8.self), radix: 16)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while index < bytes.count, Self.isBlank(bytes[index]) {
      index += 1
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  /// True for the bytes that numbers and the literals true, false and null are made of.
  private static func isBare(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "E")
  }
}
