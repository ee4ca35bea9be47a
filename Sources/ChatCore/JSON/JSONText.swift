/// Strings as JSON has them (RFC 8259, section 7).
public enum JSONText {
  /// The bytes that may stand between values.
  public static let whiteSpace: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]

  /// Appends `value` to `text`, in quotes and escaped; control characters and what could act on a terminal never stand
  /// there raw.
  public static func appendQuoted(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case _ where TerminalSanitizer.isUnsafe(scalar): appendEscaped(scalar, to: &text)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// `json` with the same meaning and nothing in it that could act on a terminal. Outside of strings JSON has no such
  /// character but white space.
  public static func safe(_ json: String) -> String {
    guard json.unicodeScalars.contains(where: TerminalSanitizer.isUnsafe) else { return json }
    var text = ""
    for scalar in json.unicodeScalars {
      if !TerminalSanitizer.isUnsafe(scalar) {
        text.unicodeScalars.append(scalar)
      } else if scalar == "\t" || scalar == "\r" {
        text += " "
      } else {
        appendEscaped(scalar, to: &text)
      }
    }
    return text
  }

  private static func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
    let digits = String(scalar.value, radix: 16)
    text += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
