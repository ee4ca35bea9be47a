/// Makes text that others wrote safe to show: nothing in it can steer a terminal, forge a line or turn the reading
/// direction of what follows.
///
/// Control characters are made visible as `less` and `cat -v` do it (`^[`, `<U+009B>`), so ESC, CSI and OSC sequences
/// become harmless text. Bidirectional overrides, embeddings and isolates are made visible too (Unicode TR 36, 2.9).
/// ZWJ, ZWNJ, LRM and RLM stay: emoji and scripts need them.
public enum TerminalSanitizer {
  /// `text` on one line.
  public static func line(_ text: String) -> String {
    guard needsWork(text) else { return text }
    var output = ""
    for scalar in text.unicodeScalars {
      append(scalar, to: &output)
    }
    return output
  }

  /// `text`, divided where it breaks its lines: LF, CR LF, and Unicode's line and paragraph separators.
  public static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false) { character in
      character == "\n" || character == "\r\n" || character == "\u{2028}" || character == "\u{2029}"
    }.map { line(String($0)) }
  }

  private static func needsWork(_ text: String) -> Bool {
    // Every scalar that is changed has a byte below 0x20, a 0x7F, or a byte from 0xC2 on in UTF-8.
    text.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 >= 0xC2 }
  }

  /// Whether `scalar` could steer a terminal, break a line or turn the reading direction: what is never passed on raw,
  /// to a terminal or to a file that somebody may print on one.
  public static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F,
      0x80...0x9F,  // C1: CSI, OSC and their kin as one character
      0x202A...0x202E,  // LRE, RLE, PDF, LRO, RLO
      0x2066...0x206F,  // LRI, RLI, FSI, PDI, and the deprecated switches of shaping and mirroring
      0x2028, 0x2029,  // line and paragraph separator
      0xFFF9...0xFFFB:  // interlinear annotation
      true
    default:
      false
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to output: inout String) {
    guard isUnsafe(scalar) else {
      output.unicodeScalars.append(scalar)
      return
    }
    switch scalar.value {
    case 0x09:
      output.append(" ")
    case 0x00...0x1F:
      output.append("^")
      output.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 0x40))
    case 0x7F:
      output.append("^?")
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      output.append("<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">")
    }
  }
}
