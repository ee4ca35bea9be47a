import Foundation

/// The result of a scenario.
struct LoadReport: Codable {
  var scenario: String
  var members: Int
  var senders = 0
  var bodyBytes = 0
  /// Messages in flight of each sender, or messages a second of all together.
  var window: Int?
  var rate: Double?
  /// The time that was measured.
  var seconds = 0.0
  /// Messages that were told to be on disk in that time, and how many times one was received.
  var messages = 0
  var deliveries = 0
  /// From the moment a message was meant to be sent, in milliseconds: until it was received, and until its receipt.
  var delivery: LatencySummary?
  var receipt: LatencySummary?
  var usage: Usage?
  var flaws = Arrivals.Flaws()
  /// Messages whose receipt did not come; receipts that came again or for nothing.
  var unanswered = 0
  var oddReceipts = 0
  /// Figures of one scenario alone, by name.
  var figures: [String: Double] = [:]

  init(_ scenario: String, members: Int, usage: Usage? = nil) {
    self.scenario = scenario
    self.members = members
    self.usage = usage
  }

  /// Deliveries a second.
  var deliveryRate: Double { seconds > 0 ? Double(deliveries) / seconds : 0 }
  /// Messages a second.
  var messageRate: Double { seconds > 0 ? Double(messages) / seconds : 0 }
  /// The server's processor seconds for a million deliveries; nil when it was not looked at, or there were none.
  var processorPerMillion: Double? {
    deliveries > 0 ? usage?.serverSeconds.map { $0 / Double(deliveries) * 1e6 } : nil
  }
  /// The server's processor time of a message that was stored, in microseconds; nil likewise.
  var processorMicrosecondsPerMessage: Double? {
    messages > 0 ? usage?.serverSeconds.map { $0 / Double(messages) * 1e6 } : nil
  }
  /// True where the generator had so little time to spare that it may have been what was measured.
  var isGeneratorBusy: Bool { usage?.generator ?? 0 > Usage.generatorLimit }
  /// True where others on this machine had so much to do that they may have been what was measured.
  var isDisturbed: Bool { usage?.others ?? 0 > Usage.othersLimit }

  subscript(figure: String) -> Double? {
    get { figures[figure] }
    set { figures[figure] = newValue }
  }

  /// Tells the percentiles of `latency` as figures of that name.
  mutating func tell(_ name: String, _ latency: Latency) {
    guard let summary = latency.summary else { return }
    figures.merge(
      ["\(name) p50": summary.p50, "\(name) p99": summary.p99, "\(name) max": summary.max]) { $1 }
  }

  /// This report.
  ///
  /// - Throws: ``LoadError`` when something is wrong with it.
  func sound() throws(LoadError) -> LoadReport {
    if let complaint { throw LoadError("\(scenario): \(complaint)") }
    return self
  }

  /// The faults in it, in one sentence; nil when everything came once and in order.
  var complaint: String? {
    let parts = [
      (flaws.lost, "deliveries lost"), (flaws.doubled, "doubled"), (flaws.outOfOrder, "out of order"),
      (unanswered, "receipts lost"), (oddReceipts, "receipts that nothing was sent for"),
    ].filter { $0.0 > 0 }
    return parts.isEmpty ? nil : "the server failed: " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  // MARK: - Text

  /// The lines for a person.
  var lines: [String] {
    var lines = [headline]
    if seconds > 0, deliveries > 0 {
      lines.append("  deliveries   \(deliveryRate.grouped)/s, \(messageRate.grouped) messages/s stored")
    }
    for (name, latency) in [("delivery", delivery), ("receipt ", receipt)] {
      guard let latency else { continue }
      lines.append(
        "  \(name)     p50 \(latency.p50.short) ms, p99 \(latency.p99.short) ms, max \(latency.max.short) ms")
    }
    for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(name.padding(toLength: 12, withPad: " ", startingAt: 0)) \(value.short)")
    }
    lines += usageLines
    lines.append("  lost \(flaws.lost), doubled \(flaws.doubled), out of order \(flaws.outOfOrder)")
    return lines
  }

  /// One JSON object.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private var headline: String {
    var parts = ["\(members) members"]
    if senders > 0 { parts.append("\(senders) senders") }
    if let window { parts.append("\(window) in flight") }
    if let rate { parts.append("\(rate.grouped) messages/s in an open loop") }
    if bodyBytes > 0 { parts.append("\(bodyBytes) bytes") }
    if seconds > 0 { parts.append("\(seconds.short) s") }
    return "\(scenario): " + parts.joined(separator: ", ")
  }

  private var usageLines: [String] {
    guard let usage else { return [] }
    var lines: [String] = []
    if let percent = usage.serverPercent, let resident = usage.resident, let peak = usage.peak {
      let each = processorPerMillion.map { ", \($0.short) s per million deliveries" } ?? ""
      lines.append("  server       \(percent.short) % of a core\(each)")
      lines.append(
        "  memory       \((Double(resident) / 1e6).short) MB resident, at most \((Double(peak) / 1e6).short) MB")
    }
    let warning = isGeneratorBusy ? ": it may be what was measured" : ""
    lines.append("  generator    \((usage.generator * 100).short) % of a core\(warning)")
    if isDisturbed, let others = usage.othersPercent {
      lines.append("  others       \(others.short) % of a core: they may be what was measured")
    }
    return lines
  }
}
