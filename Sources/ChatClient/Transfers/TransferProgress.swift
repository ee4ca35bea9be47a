import ChatCore

/// How far one transfer is, as people read it.
struct TransferProgress {
  /// What is shown as a bar: shorter transfers show nothing, in seconds.
  static let firstShown = 1.0
  private static let barWidth = 20

  let transfer: TransferSummary
  /// Bytes that have moved.
  let done: Int64
  let rate: TransferRate
  /// Since when it has been watched.
  let secondsWatched: Double

  /// `[#######-------------]  35 %  12.1 of 34.5 MB  4.2 MB/s  0:05 left  2: my notes.txt to bob`, safe for a terminal.
  var bar: String {
    let filled = Int(fraction * Double(Self.barWidth))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barWidth - filled)
    let padding = String(repeating: " ", count: max(0, 3 - percent.count))
    return "[\(bar)] \(padding)\(figures)  \(transfer.title)"
  }

  /// `2: my notes.txt to bob  35 %  12.1 of 34.5 MB  4.2 MB/s  0:05 left`, safe for a terminal.
  var line: String {
    "\(transfer.title)  \(figures)"
  }

  private var figures: String {
    guard let size = transfer.size else { return "has not begun" }
    var parts = ["\(percent) %", ByteText.pair(done, of: size)]
    if transfer.isStopped {
      parts.append("waits for the connection")
    } else if let bytesPerSecond = rate.bytesPerSecond {
      parts.append(ByteText.text(Int64(bytesPerSecond)) + "/s")
      if let left = rate.seconds(for: size - done) {
        parts.append(Self.clock(left) + " left")
      }
    }
    return parts.joined(separator: "  ")
  }

  private var fraction: Double {
    guard let size = transfer.size, size > 0 else { return transfer.size == nil ? 0 : 1 }
    return min(1, max(0, Double(done) / Double(size)))
  }

  private var percent: String {
    String(Int(fraction * 100))
  }

  /// `0:05`, `12:00`, `1:02:03`.
  private static func clock(_ seconds: Double) -> String {
    let total = Int(min(seconds.rounded(.up), Parameters.longest))
    let hours = total / 3_600
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let rest = two(total % 60)
    return hours > 0 ? "\(hours):\(two(total / 60 % 60)):\(rest)" : "\(total / 60):\(rest)"
  }
}
