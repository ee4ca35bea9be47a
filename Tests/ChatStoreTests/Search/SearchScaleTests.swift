import ChatCore
import ChatStore
import ChatTestSupport
import Foundation
import Testing

@testable import ChatStore

/// How long looking back takes in a large log. `CHATCTL_TEST_LOG=5000000` says how large; the times are printed.
@Suite struct SearchScaleTests {
  private static let size = ProcessInfo.processInfo.environment["CHATCTL_TEST_LOG"].flatMap(Int64.init) ?? 20_000
  private static let accounts: Int64 = 100
  private static let batch: Int64 = 1_000

  /// Every message says "common"; every private one "secret"; each has words of a vocabulary of 5,000.
  private static func body(_ id: Int64, isPrivate: Bool) -> String {
    let words = (Int64(1)...5).map { "word\((id &* $0 &* 2_654_435_761) % 5_000)" }
    return (["common", isPrivate ? "secret" : "open"] + words).joined(separator: " ")
  }

  @Test func theFirstPageComesFastWhateverIsAskedFor() throws {
    let box = try SQLiteStoreTestable()
    try box.store.commit(Sample.batch(try (1...Self.accounts).map { try Sample.registration($0, "user\($0)") }))
    let clock = ContinuousClock()
    var id = Self.accounts
    let filling = try clock.measure {
      while id < Self.size {
        var records: [LogRecord] = []
        for _ in 0..<Self.batch {
          id += 1
          let sender = 3 + id % (Self.accounts - 3)
          // Nobody writes privately to account 1 or 2.
          let recipient = id % 2 == 0 ? 3 + (id / 2 + sender) % (Self.accounts - 3) : nil
          let isPrivate = recipient != nil && recipient != sender
          records.append(
            Sample.message(id, from: sender, to: isPrivate ? recipient : nil, Self.body(id, isPrivate: isPrivate)))
        }
        try box.store.commit(Sample.batch(records))
      }
    }
    let indexing = try clock.measure { while try box.store.tidy(limit: 256) {} }
    print("log of \(Self.size): filled in \(filling), indexed in \(indexing)")
    // The pair of the last private message.
    let last = Self.size - Self.size % 2
    let (writer, receiver) = (
      3 + last % (Self.accounts - 3), 3 + (last / 2 + 3 + last % (Self.accounts - 3)) % (Self.accounts - 3)
    )
    let questions: [(text: String?, reader: Int64, person: Int64?, isFound: Bool)] = [
      (nil, 1, nil, true), (nil, writer, receiver, true), ("common", 1, nil, true), ("common", 10, nil, true),
      ("secret", 1, nil, false), ("secret", 10, nil, true), ("common secret", 1, nil, false), ("word77", 10, nil, true),
      ("common word7", 10, nil, true), ("common wor", 10, nil, true), ("open secret", 10, nil, false),
      ("absent", 10, nil, false), ("common", receiver, writer, true), ("secret", 10, 2, false),
    ]
    for question in questions {
      let query = PastQuery(
        reader: Sample.account(question.reader), text: question.text, person: question.person.map(Sample.account),
        before: Sample.entry(.max), limit: 20)
      var outcome = PastOutcome.failed
      let time = try clock.measure { outcome = try box.store.past(query) }
      guard case .page(let page) = outcome else { throw Sample.Missing() }
      print(
        "  \(question.text ?? "-") by \(question.reader) with \(question.person ?? 0): \(page.messages.count) in \(time)"
      )
      #expect(page.messages.isEmpty != question.isFound, "\(question)")
      #expect(time < .seconds(1), "\(question)")
    }
  }
}
