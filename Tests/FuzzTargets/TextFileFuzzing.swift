import ChatCore

@testable import ChatStore

/// The six text files either make a plan or are refused by line; records that were read are written and read the same.
enum TextFileFuzzing {
  /// A zero byte divides the files.
  static func run(_ input: UnsafeRawBufferPointer) {
    var bytes: [OriginalPart: [UInt8]] = [:]
    for (part, text) in zip(OriginalPart.allCases, input.split(separator: 0, omittingEmptySubsequences: false)) {
      bytes[part] = Array(text)
    }
    guard let original = try? OriginalFiles(bytes) else { return }
    for record in original.messages {
      let text = MessageRecord.text(owner: record.owner, sender: record.sender, kind: record.kind, body: record.body)
      let again = line(text).flatMap { try? MessageRecord($0) }
      precondition(again?.body == record.body && again?.sender == record.sender, "a message changed on its way")
    }
    for record in original.logInBlocks {
      let text = LogInBlockRecord.text(address: record.address, since: record.since, name: record.name)
      precondition(line(text).flatMap { try? LogInBlockRecord($0) }?.since == record.since, "a time changed on its way")
    }
    var planner = ImportPlanner(
      original: original, store: DurableState(), mode: .merge, now: WallTime(seconds: 1_400_000_000),
      bytesExist: { $0.utf8.count.isMultiple(of: 2) }, countKnown: { _ in [:] }, placeKey: { $0 })
    _ = try? planner.makePlan()
  }

  private static func line(_ text: String) -> TextLine? {
    (try? TextLine.lines(of: Array(text.utf8), in: "again"))?.first
  }
}
