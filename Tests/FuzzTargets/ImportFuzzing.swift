import ChatCore

@testable import ChatStore

/// Whatever ends the lines of the six text files, the same comes in; and what has come in does not come in again.
enum ImportFuzzing {
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")

  /// A zero byte divides the files.
  static func run(_ input: UnsafeRawBufferPointer) {
    var bytes: [OriginalPart: [UInt8]] = [:]
    for (part, text) in zip(OriginalPart.allCases, input.split(separator: 0, omittingEmptySubsequences: false)) {
      bytes[part] = text.filter { $0 != carriageReturn }
    }
    // One mark is no part of a text, a second one is.
    bytes = bytes.mapValues { Array($0.behindByteOrderMark) }
    guard !bytes.values.contains(where: { $0.starts(with: [UInt8].byteOrderMark) }) else { return }
    let plain = plan(bytes)
    let ended = bytes.mapValues { text in text.flatMap { $0 == lineFeed ? [carriageReturn, lineFeed] : [$0] } }
    precondition(plan(ended) == plain, "the ends of lines changed an import")
    precondition(plan(ended.mapValues { .byteOrderMark + $0 }) == plain, "a byte order mark changed an import")
    guard let plain else { return }
    precondition(plan(bytes, behind: plain)?.messages == [], "the same import brought messages again")
  }

  /// What an import brings, without its warnings; nil when it is refused.
  private struct Outcome: Equatable {
    var accounts: [String] = []
    var secrets: [AccountRecord.Secret] = []
    var messages: [ChatMessage] = []
    var files: [String] = []
    var blocks: [BlockInterval] = []
    var logInBlocks: [LogInBlock] = []
    var parameters: Parameters?
    var likenesses: [MessageLikeness] = []
  }

  private static func plan(_ bytes: [OriginalPart: [UInt8]], behind earlier: Outcome? = nil) -> Outcome? {
    guard let original = try? OriginalFiles(bytes) else { return nil }
    var outcome = Outcome()
    var planner = ImportPlanner(
      original: original, store: DurableState(), mode: .merge, now: WallTime(seconds: 1_400_000_000),
      bytesExist: { $0.utf8.count.isMultiple(of: 2) },
      countKnown: { _ in
        (earlier?.likenesses ?? []).reduce(into: [:]) { $0[$1, default: 0] += 1 }
      }, placeKey: { $0 })
    guard let plan = try? planner.makePlan() else { return nil }
    outcome.accounts = plan.accounts.map(\.name.text)
    outcome.secrets = plan.accounts.map(\.secret)
    outcome.messages = plan.messages
    outcome.files = plan.files.map { "\($0.sender) \($0.recipient) \($0.name) \($0.bytesName)" }
    outcome.blocks = plan.blocks
    outcome.logInBlocks = plan.logInBlocks
    outcome.parameters = plan.parameters
    let names = Dictionary(plan.accounts.map { ($0.id, $0.name.text) } + plan.formerNames) { first, _ in first }
    outcome.likenesses = plan.messages.map { message in
      MessageLikeness(
        owner: message.recipient ?? .system, sender: names[message.sender].map { AccountKey($0) },
        kind: message.kind, body: message.body)
    }
    return outcome
  }
}
