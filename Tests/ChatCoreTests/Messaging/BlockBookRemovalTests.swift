import ChatCore
import Testing

/// What becomes of blocks when an account goes.
@Suite struct BlockBookRemovalTests {
  private let alice = AccountID(rawValue: 1)
  private let bob = AccountID(rawValue: 2)

  private func broadcast(_ id: Int64, from sender: AccountID) -> ChatMessage {
    ChatMessage(
      id: EntryID(rawValue: id), time: WallTime(microseconds: id), kind: .broadcast, sender: sender, to: .everybody,
      body: "hello", request: nil)
  }

  @Test func whatABlockedOneSentStaysHiddenWhenTheAccountGoes() {
    var book = BlockBook()
    book.block(bob, by: alice, at: EntryID(rawValue: 10))
    book.remove(bob)
    #expect(!book.isVisible(broadcast(11, from: bob), to: alice))
    #expect(book.isVisible(broadcast(9, from: bob), to: alice))
    #expect(book.blockers(of: bob) == [alice])
    #expect(book.isBlockedNow(bob, by: alice))
  }

  @Test func aBlockPassesToTheNextOfTheNameAndIsToldOnce() {
    let heir = AccountID(rawValue: 20)
    var book = BlockBook()
    book.block(bob, by: alice, at: EntryID(rawValue: 10))
    book.sent(EntryID(rawValue: 11), by: bob)
    book.remove(bob)
    #expect(book.pass(from: bob, to: heir, at: EntryID(rawValue: 20)).isEmpty)
    #expect(!book.isVisible(broadcast(11, from: bob), to: alice))
    #expect(!book.isVisible(broadcast(21, from: heir), to: alice))
    // What it sent may not have been shown yet.
    #expect(book.blockers(of: bob, at: EntryID(rawValue: 11)) == [alice])
    book.forgetEnded(through: EntryID(rawValue: 20))
    #expect(book.blockers(of: bob, at: EntryID(rawValue: 11)).isEmpty)
    #expect(!book.isBlockedNow(bob, by: alice))
    #expect(book.blockedNow(by: alice) == [heir])
    #expect(book.untoldBlockers(of: heir) == [alice])
    #expect(book.untoldBlocked(by: alice) == [heir])
    #expect(book.told(alice, of: heir) == BlockInterval(blocker: alice, blocked: heir, start: EntryID(rawValue: 20)))
    #expect(book.told(alice, of: heir) == nil)
    #expect(book.untoldBlocked(by: alice).isEmpty)
  }

  @Test func ofOneWhoHasSentNothingTheOldBlockIsForgotten() {
    var book = BlockBook()
    book.block(bob, by: alice, at: EntryID(rawValue: 10))
    book.remove(bob)
    let ended = BlockInterval(blocker: alice, blocked: bob, start: EntryID(rawValue: 10), end: EntryID(rawValue: 20))
    #expect(book.pass(from: bob, to: AccountID(rawValue: 20), at: EntryID(rawValue: 20)) == [ended])
  }

  @Test func theBlocksOfOneWhoGoesGo() {
    var book = BlockBook()
    book.block(alice, by: bob, at: EntryID(rawValue: 10))
    book.remove(bob)
    #expect(book.blockers(of: alice).isEmpty)
    #expect(book.isVisible(broadcast(11, from: alice), to: bob))
  }
}
