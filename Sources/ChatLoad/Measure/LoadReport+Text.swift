import Foundation

extension LoadReport {
  /// The lines for a person.
  var lines: [String] {
    var lines = [headline]
    if seconds > 0, deliveries > 0 {
      lines.append("  deliveries   \(Self.grouped(deliveryRate))/s, \(Self.grouped(messageRate)) messages/s stored")
    }
    if let delivery { lines.append("  delivery     \(Self.text(delivery))") }
    if let receipt { lines.append("  receipt      \(Self.text(receipt))") }
    for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(name.padding(toLength: 12, withPad: " ", startingAt: 0)) \(Self.short(value))")
    }
    if let usage { lines += Self.lines(usage, processorPerMillion) }
    lines.append("  lost \(flaws.lost), doubled \(flaws.doubled), out of order \(flaws.outOfOrder)")
    return lines
  }

  /// One JSON object.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// Thousands divided, no fraction.
  static func grouped(_ value: Double) -> String {
    let digits = String(Int64(value.rounded()))
    var text = ""
    for (place, digit) in digits.reversed().enumerated() {
      if place > 0, place % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// Three digits.
  static func short(_ value: Double) -> String {
    if abs(value) >= 100 { return grouped(value) }
    return String(format: abs(value) >= 10 ? "%.1f" : abs(value) >= 1 ? "%.2f" : "%.3f", value)
  }

  private var headline: String {
    var parts = ["\(members) members"]
    if senders > 0 { parts.append("\(senders) senders") }
    if let window { parts.append("\(window) in flight") }
    if let rate { parts.append("\(Self.grouped(rate)) messages/s in an open loop") }
    if bodyBytes > 0 { parts.append("\(bodyBytes) bytes") }
    if seconds > 0 { parts.append("\(Self.short(seconds)) s") }
    return "\(scenario): " + parts.joined(separator: ", ")
  }

  private static func text(_ latency: LatencySummary) -> String {
    "p50 \(short(latency.p50)) ms, p99 \(short(latency.p99)) ms, max \(short(latency.max)) ms"
  }

  private static func lines(_ usage: Usage, _ perMillion: Double?) -> [String] {
    var lines: [String] = []
    if let seconds = usage.serverSeconds, let resident = usage.resident, let peak = usage.peak {
      let each = perMillion.map { ", \(short($0)) s per million deliveries" } ?? ""
      lines.append("  server       \(short(seconds / usage.seconds * 100)) % of a core\(each)")
      lines.append(
        "  memory       \(short(Double(resident) / 1e6)) MB resident, at most \(short(Double(peak) / 1e6)) MB")
    }
    let warning = usage.generator > Usage.generatorLimit ? ": it may be what was measured" : ""
    lines.append("  generator    \(short(usage.generator * 100)) % of a core\(warning)")
    if let others = usage.others, others > Usage.othersLimit {
      lines.append("  others       \(short(others * 100)) % of a core: they may be what was measured")
    }
    return lines
  }
}
