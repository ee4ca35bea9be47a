import ChatCore
import ChatTestSupport
import Testing

@Suite("Who takes nothing from whom")
struct BlockBookTests {
  private typealias Change = (id: Int64, blocker: AccountID, blocked: AccountID, isBlock: Bool)

  @Test(arguments: 0..<40)
  func itAgreesWithReadingTheWholeHistory(round: Int) {
    var random = SeededGenerator(seed: UInt64(round))
    let people = (1...4).map { AccountID(rawValue: $0) }
    var book = BlockBook()
    var stored: [BlockInterval] = []
    var history: [Change] = []
    var senders: [Int64: AccountID] = [:]
    for id in Int64(10)..<110 {
      let pair = people.shuffled(using: &random)
      let entry = EntryID(rawValue: id)
      guard id.isMultiple(of: 2) else {
        senders[id] = pair[0]
        book.sent(entry, by: pair[0])
        continue
      }
      let isBlock = Bool.random(using: &random)
      let open = stored.lastIndex { $0.blocker == pair[0] && $0.blocked == pair[1] && $0.end == nil }
      if isBlock {
        book.block(pair[1], by: pair[0], at: entry)
        if open == nil {
          stored.append(BlockInterval(blocker: pair[0], blocked: pair[1], start: entry))
        }
      } else {
        let forgotten = book.unblock(pair[1], by: pair[0], at: entry)
        if let open {
          stored[open].end = entry
          if forgotten != nil {
            #expect(forgotten == stored.remove(at: open))
          }
        }
      }
      history.append((id, pair[0], pair[1], isBlock))
    }
    let reread = BlockBook(stored.shuffled(using: &random))
    var differences: [Int64] = []
    for blocker in people {
      for blocked in people where blocked != blocker {
        // Of an entry itself nothing is decided: a change is no message, and of no message nothing is asked.
        let changes = history.filter { $0.blocker == blocker && $0.blocked == blocked }
        for id in stride(from: Int64(11), to: 110, by: 2) where senders[id] == blocked {
          let expected = changes.last { $0.id < id }?.isBlock ?? false
          let entry = EntryID(rawValue: id)
          if book.isBlocked(blocked, by: blocker, at: entry) != expected
            || reread.isBlocked(blocked, by: blocker, at: entry) != expected
          {
            differences.append(id)
          }
        }
        let now = history.last { $0.blocker == blocker && $0.blocked == blocked }?.isBlock ?? false
        #expect(book.isBlockedNow(blocked, by: blocker) == now && reread.isBlockedNow(blocked, by: blocker) == now)
        #expect(book.blockers(of: blocked).contains(blocker) == now)
      }
    }
    #expect(differences.isEmpty, "seed \(round)")
  }

  @Test func whoBlocksAndUnblocksAllDayLeavesNothingBehind() {
    let (ann, bob, carl) = (AccountID(rawValue: 1), AccountID(rawValue: 2), AccountID(rawValue: 3))
    func entry(_ id: Int64) -> EntryID { EntryID(rawValue: id) }
    // What was sent before the book was made, nobody knows.
    var book = BlockBook([BlockInterval(blocker: ann, blocked: bob, start: entry(10))])
    #expect(book.unblock(bob, by: ann, at: entry(20)) == nil)
    for id in stride(from: Int64(21), to: 41, by: 2) {
      book.block(bob, by: ann, at: entry(id))
      book.sent(entry(id), by: carl)
      #expect(
        book.unblock(bob, by: ann, at: entry(id + 1))
          == BlockInterval(blocker: ann, blocked: bob, start: entry(id), end: entry(id + 1)))
    }
    #expect(!book.isBlockedNow(bob, by: ann) && book.isBlocked(bob, by: ann, at: entry(15)))
    // What somebody else had blocked before is no reason to keep a later stretch.
    book.block(bob, by: carl, at: entry(50))
    book.sent(entry(51), by: bob)
    book.block(bob, by: ann, at: entry(52))
    #expect(book.unblock(bob, by: ann, at: entry(53)) != nil)
    #expect(book.unblock(bob, by: carl, at: entry(54)) == nil)
    #expect(book.isBlocked(bob, by: carl, at: entry(51)) && !book.isBlocked(bob, by: ann, at: entry(51)))
    book.block(bob, by: ann, at: entry(60))
    book.sent(entry(61), by: bob)
    #expect(book.unblock(bob, by: ann, at: entry(62)) == nil)
    #expect(book.isBlocked(bob, by: ann, at: entry(61)))
  }

  @Test func visibilityIsOneRule() {
    let reader = AccountID(rawValue: 10)
    let sender = AccountID(rawValue: 5)
    var book = BlockBook()
    book.block(sender, by: reader, at: EntryID(rawValue: 20))
    book.sent(EntryID(rawValue: 29), by: sender)
    book.unblock(sender, by: reader, at: EntryID(rawValue: 30))
    func sees(_ id: Int64, to destination: Destination = .everybody, from sender: AccountID = sender) -> Bool {
      let message = ChatMessage(
        id: EntryID(rawValue: id), time: WallTime(microseconds: 0), kind: .broadcast, sender: sender,
        to: destination, body: "x", request: nil)
      return book.isVisible(message, to: reader)
    }
    #expect(!sees(9), "older than the account")
    #expect(sees(11) && sees(19) && !sees(21) && !sees(29) && sees(31))
    #expect(sees(25, from: .system) && sees(25, to: .person(reader), from: .system))
    #expect(!sees(25, to: .person(reader)) && sees(31, to: .person(reader)))
    #expect(!sees(31, to: .person(AccountID(rawValue: 11))) && !sees(31, to: .person(sender)))
  }

  @Test func whoIsGoneBlocksNobodyAndStaysBlocked() {
    let people = (1...3).map { AccountID(rawValue: $0) }
    var book = BlockBook()
    book.block(people[1], by: people[0], at: EntryID(rawValue: 10))
    book.block(people[0], by: people[2], at: EntryID(rawValue: 11))
    book.remove(people[0])
    #expect(!book.isBlocked(people[1], by: people[0], at: EntryID(rawValue: 12)))
    #expect(book.blockers(of: people[1]).isEmpty && book.blockers(of: people[0]) == [people[2]])
    #expect(book.isBlocked(people[0], by: people[2], at: EntryID(rawValue: 12)))
  }
}
