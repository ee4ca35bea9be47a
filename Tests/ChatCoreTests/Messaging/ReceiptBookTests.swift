import Testing

@testable import ChatCore

@Suite("Receipts")
struct ReceiptBookTests {
  private let amy = AccountID(rawValue: 1)
  private let bob = AccountID(rawValue: 2)
  private let cat = AccountID(rawValue: 3)
  private var book = ReceiptBook()

  private func entry(_ id: Int64) -> EntryID { EntryID(rawValue: id) }

  private mutating func shown(to receiver: AccountID, through id: Int64) -> [[Int64]] {
    book.shown(to: receiver, through: entry(id)).map { [$0.sender.rawValue, $0.through.rawValue] }
  }

  @Test mutating func oneReceiptSpeaksForAllThatWasShown() {
    for id in [10, 11, 14] { book.sent(entry(Int64(id)), from: amy, to: bob) }
    book.sent(entry(12), from: cat, to: bob)
    #expect(shown(to: bob, through: 9) == [])
    #expect(shown(to: bob, through: 13) == [[1, 11], [3, 12]])
    #expect(shown(to: bob, through: 13) == [])
    #expect(shown(to: cat, through: 99) == [])
    #expect(shown(to: bob, through: 99) == [[1, 14]])
    #expect(book.count == 0)
  }

  @Test mutating func whoLeavesWaitsForNothing() {
    book.sent(entry(10), from: amy, to: bob)
    book.sent(entry(11), from: cat, to: bob)
    book.sent(entry(12), from: bob, to: amy)
    book.leave(amy)
    #expect(shown(to: bob, through: 99) == [[3, 11]])
    #expect(shown(to: amy, through: 99) == [[2, 12]])
    book.sent(entry(20), from: amy, to: bob)
    book.remove(bob)
    #expect(book.count == 0)
  }

  @Test mutating func whatWasNotStoredIsForgotten() {
    book.sent(entry(10), from: amy, to: bob)
    book.sent(entry(20), from: amy, to: bob)
    book.sent(entry(21), from: amy, to: cat)
    book.discard(after: entry(15))
    #expect(shown(to: bob, through: 99) == [[1, 10]])
    #expect(shown(to: cat, through: 99) == [])
    #expect(book.count == 0)
  }

  @Test mutating func itRemembersABoundedNumberAndTheNewestAlways() {
    for id in 1...10_000 {
      book.sent(entry(Int64(id)), from: amy, to: bob)
      #expect(book.count <= ReceiptBook.maximumPlaces)
    }
    let half = shown(to: bob, through: 5_000)
    #expect(half.allSatisfy { $0[1] <= 5_000 })
    #expect(shown(to: bob, through: 10_000) == [[1, 10_000]])
    for receiver in 10...5_000 {
      book.sent(entry(Int64(10_000 + receiver)), from: amy, to: AccountID(rawValue: Int64(receiver)))
    }
    #expect(book.count == ReceiptBook.maximumReceivers)
    book.leave(amy)
    #expect(book.count == 0)
  }
}
