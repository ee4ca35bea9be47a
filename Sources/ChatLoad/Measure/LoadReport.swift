/// What a scenario came to.
struct LoadReport: Codable {
  var scenario: String
  var members: Int
  var senders: Int
  var bodyBytes: Int
  /// Messages in flight of each sender, or messages a second of all together.
  var window: Int?
  var rate: Double?
  /// How long was measured.
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

  init(scenario: String, members: Int, senders: Int = 0, bodyBytes: Int = 0) {
    self.scenario = scenario
    self.members = members
    self.senders = senders
    self.bodyBytes = bodyBytes
  }

  /// Deliveries a second.
  var deliveryRate: Double { seconds > 0 ? Double(deliveries) / seconds : 0 }
  /// Messages a second.
  var messageRate: Double { seconds > 0 ? Double(messages) / seconds : 0 }
  /// The server's processor seconds for a million deliveries; nil when it was not looked at, or there were none.
  var processorPerMillion: Double? {
    guard deliveries > 0, let seconds = usage?.serverSeconds else { return nil }
    return seconds / Double(deliveries) * 1e6
  }

  /// The server's processor time of a message that was stored, in microseconds; nil likewise.
  var processorMicrosecondsPerMessage: Double? {
    guard messages > 0, let seconds = usage?.serverSeconds else { return nil }
    return seconds / Double(messages) * 1e6
  }

  /// Whether the generator had so little time to spare that it may have been what was measured.
  var isGeneratorBusy: Bool { (usage?.generator ?? 0) > Usage.generatorLimit }

  /// Whether others on this machine had so much to do that they may have been what was measured.
  var isDisturbed: Bool { (usage?.others ?? 0) > Usage.othersLimit }

  /// This report.
  ///
  /// - Throws: ``LoadError`` when something is wrong with it.
  func sound() throws(LoadError) -> LoadReport {
    if let complaint { throw LoadError("\(scenario): \(complaint)") }
    return self
  }

  /// What is wrong with it, in one sentence; nil when everything came once and in order.
  var complaint: String? {
    var parts: [String] = []
    if flaws.lost > 0 { parts.append("\(flaws.lost) deliveries lost") }
    if flaws.doubled > 0 { parts.append("\(flaws.doubled) doubled") }
    if flaws.outOfOrder > 0 { parts.append("\(flaws.outOfOrder) out of order") }
    if unanswered > 0 { parts.append("\(unanswered) receipts lost") }
    if oddReceipts > 0 { parts.append("\(oddReceipts) receipts that nothing was sent for") }
    return parts.isEmpty ? nil : "the server failed: " + parts.joined(separator: ", ")
  }
}
