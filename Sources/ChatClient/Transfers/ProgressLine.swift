import ChatCore

/// The line that shows how far a transfer is, once it has taken over a second.
enum ProgressLine {
  /// Shorter transfers show nothing, in seconds.
  static let firstShown = 1.0

  /// `[#######-------------]  35 %  12.1 of 34.5 MB  my notes.txt`, safe for a terminal.
  static func text(name: String, done: Int64, total: Int64) -> String {
    let fraction = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
    let filled = Int(fraction * 20)
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
    let percent = String(Int(fraction * 100))
    let padding = String(repeating: " ", count: max(0, 3 - percent.count))
    return "[\(bar)] \(padding)\(percent) %  \(megabytes(done)) of \(megabytes(total)) MB  "
      + TerminalSanitizer.line(name)
  }

  private static func megabytes(_ bytes: Int64) -> String {
    let tenths = bytes / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
