import Foundation

/// The reason why a measurement came to nothing, in one sentence for a person.
struct LoadError: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The result of a scenario.
struct LoadReport: Codable {
  var scenario: String
  var members: Int
  var senders = 0
  var bodyBytes = 0
  /// Messages in flight of each sender, or messages a second of all together.
  var window: Int?
  var rate: Double?
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
    (self.scenario, self.members, self.usage) = (scenario, members, usage)
  }

  /// Deliveries and messages a second.
  var deliveryRate: Double { seconds > 0 ? Double(deliveries) / seconds : 0 }
  var messageRate: Double { seconds > 0 ? Double(messages) / seconds : 0 }
  /// The server's processor seconds for a million deliveries; nil when it was not looked at, or there were none.
  var processorPerMillion: Double? {
    deliveries > 0 ? usage?.serverSeconds.map { $0 / Double(deliveries) * 1e6 } : nil
  }
  /// The server's processor time of a message that was stored, in microseconds; nil likewise.
  var processorMicrosecondsPerMessage: Double? {
    messages > 0 ? usage?.serverSeconds.map { $0 / Double(messages) * 1e6 } : nil
  }
  /// True where the generator, or others on this machine, had so much to do that they may have been what was measured.
  var isGeneratorBusy: Bool { usage?.generator ?? 0 > 0.9 }
  var isDisturbed: Bool { usage?.others ?? 0 > 0.15 }

  subscript(figure: String) -> Double? {
    get { figures[figure] }
    set { figures[figure] = newValue }
  }

  /// Tells the percentiles of `latency` as figures of that name.
  mutating func tell(_ name: String, _ latency: Latency) {
    let summary = latency.summary
    (self["\(name) p50"], self["\(name) p99"], self["\(name) max"]) = (summary?.p50, summary?.p99, summary?.max)
  }

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

  var lines: [String] {
    var lines = [headline]
    if seconds > 0, deliveries > 0 {
      lines.append("  deliveries   \(deliveryRate.grouped)/s, \(messageRate.grouped) messages/s stored")
    }
    for case (let name, let latency?) in [("delivery", delivery), ("receipt ", receipt)] {
      lines.append(
        "  \(name)     p50 \(latency.p50.short) ms, p99 \(latency.p99.short) ms, max \(latency.max.short) ms")
    }
    for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(name.padding(toLength: 12, withPad: " ", startingAt: 0)) \(value.short)")
    }
    lines += usage.map(usageLines) ?? []
    lines.append("  lost \(flaws.lost), doubled \(flaws.doubled), out of order \(flaws.outOfOrder)")
    return lines
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private var headline: String {
    let parts = [
      "\(members) members", senders > 0 ? "\(senders) senders" : nil, window.map { "\($0) in flight" },
      rate.map { "\($0.grouped) messages/s in an open loop" }, bodyBytes > 0 ? "\(bodyBytes) bytes" : nil,
      seconds > 0 ? "\(seconds.short) s" : nil,
    ]
    return "\(scenario): " + parts.compactMap { $0 }.joined(separator: ", ")
  }

  private func usageLines(_ usage: Usage) -> [String] {
    var lines: [String] = []
    if let percent = usage.serverPercent, let resident = usage.megabytes, let peak = usage.peakMegabytes {
      let each = processorPerMillion.map { ", \($0.short) s per million deliveries" } ?? ""
      lines.append("  server       \(percent.short) % of a core\(each)")
      lines.append("  memory       \(resident.short) MB resident, at most \(peak.short) MB")
    }
    let warning = isGeneratorBusy ? ": it may be what was measured" : ""
    lines.append("  generator    \(usage.generatorPercent.short) % of a core\(warning)")
    if isDisturbed, let others = usage.othersPercent {
      lines.append("  others       \(others.short) % of a core: they may be what was measured")
    }
    return lines
  }
}
