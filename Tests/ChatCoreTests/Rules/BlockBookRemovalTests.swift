import ChatCore
import Testing

/// What becomes of blocks when an account goes.
@Suite struct BlockBookRemovalTests {
  private let alice = AccountID(rawValue: 1)
  private let bob = AccountID(rawValue: 2)

  private func broadcast(_ id: Int64, from sender: AccountID) -> ChatMessage {
    ChatMessage(
      id: EntryID(rawValue: id), time: WallTime(microseconds: id), kind: .broadcast, sender: sender, recipient: nil,
      body: "hello", request: nil)
  }

  @Test func whatABlockedOneSentStaysHiddenWhenTheAccountGoes() {
    var book = BlockBook()
    book.block(bob, by: alice, at: EntryID(rawValue: 10))
    book.remove(bob, at: EntryID(rawValue: 1 << 59))
    #expect(!book.isVisible(broadcast(11, from: bob), to: alice))
    #expect(book.isVisible(broadcast(9, from: bob), to: alice))
    // What it sent may not have been shown yet.
    #expect(book.blockers(of: bob, at: EntryID(rawValue: 11)) == [alice])
    book.forgetEnded(through: EntryID(rawValue: 1 << 59))
    #expect(book.blockers(of: bob, at: EntryID(rawValue: 11)).isEmpty)
    #expect(!book.isBlockedNow(bob, by: alice))
  }

  @Test func theBlocksOfOneWhoGoesGo() {
    var book = BlockBook()
    book.block(alice, by: bob, at: EntryID(rawValue: 10))
    book.remove(bob, at: EntryID(rawValue: 1 << 59))
    #expect(book.blockers(of: alice, at: EntryID(rawValue: 1 << 60)).isEmpty)
    #expect(book.isVisible(broadcast(11, from: alice), to: bob))
  }
}
