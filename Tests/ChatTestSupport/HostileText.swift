/// What a stranger may write to act on another person's terminal, and a check that nothing of it came through.
public enum HostileText {
  /// One of each kind, none with a line feed.
  public static let samples = [
    "\u{1B}[31mred\u{1B}[0m",  // colour
    "\u{1B}[2J\u{1B}[H",  // clears the screen
    "\u{1B}]0;title\u{07}",  // OSC: the window's title
    "\u{1B}]52;c;cm0gLXJm\u{1B}\\",  // OSC 52: the clipboard
    "\u{1B}P$q\"p\u{1B}\\",  // DCS: an answer that counts as typed
    "\u{9B}2J",  // CSI as one character
    "\u{9D}0;title\u{9C}",  // OSC as one character
    "over\rwritten", "dele\u{08}ted", "bell\u{07}", "nul\u{00}", "del\u{7F}",
    "next\u{85}line", "line\u{2028}separator", "paragraph\u{2029}separator",
    "\u{202E}gnp.exe",  // turns the reading direction
    "\u{2066}isolate\u{2069}", "\u{206E}digits\u{206F}", "\u{FFF9}a\u{FFFA}b\u{FFFB}",
  ]

  /// All of them in one, for where one is enough.
  public static let all = samples.joined(separator: "|")

  /// What looks alike and has to stay: joiners in emoji and scripts, and the marks of direction.
  public static let innocent = "👩‍👩‍👧 می‌خواهم \u{200E}a\u{200F}b é"

  /// The first character of `text` that could act on a terminal; nil when there is none. Line feeds end lines.
  public static func danger(in text: String) -> String? {
    for scalar in text.unicodeScalars where scalar != "\n" {
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x206F, 0xFFF9...0xFFFB:
        return "U+\(String(scalar.value, radix: 16, uppercase: true)) in \(text.debugDescription)"
      default:
        continue
      }
    }
    return nil
  }
}
