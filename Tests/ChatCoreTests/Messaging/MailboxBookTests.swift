import ChatTestSupport
import Testing

@testable import ChatCore

@Suite("Mailboxes")
struct MailboxBookTests {
  private let ann = AccountID(rawValue: 1)
  private let bob = AccountID(rawValue: 2)

  private func id(_ number: Int) -> EntryID { EntryID(rawValue: Int64(number)) }

  private func book(messages: Int64 = 0, bytes: Int64 = 0) -> MailboxBook {
    var limits = Settings()
    limits[.mailboxMessages] = Double(messages)
    limits[.mailboxBytes] = Double(bytes)
    return MailboxBook([:], settings: limits)
  }

  @Test func takesSoManyMessages() {
    var book = book(messages: 2)
    book.add(id(1), bytes: 5, to: ann)
    #expect(book.hasRoom(for: 8_192, in: ann))
    book.add(id(2), bytes: 5, to: ann)
    #expect(!book.hasRoom(for: 1, in: ann))
    #expect(book.hasRoom(for: 1, in: bob))
    book.read(by: ann, through: id(1))
    #expect(book.hasRoom(for: 1, in: ann))
    #expect(book.count(of: ann) == 1 && book.bytes(of: ann) == 5)
  }

  @Test func takesSoManyBytes() {
    var book = book(bytes: 10)
    #expect(book.hasRoom(for: 10, in: ann) && !book.hasRoom(for: 11, in: ann))
    book.add(id(1), bytes: 7, to: ann)
    #expect(book.hasRoom(for: 3, in: ann) && !book.hasRoom(for: 4, in: ann))
  }

  @Test func liftedLimitsTakeEverything() {
    var book = book()
    for number in 1...20_000 { book.add(id(number), bytes: 8_192, to: ann) }
    #expect(book.hasRoom(for: 8_192, in: ann))
  }

  @Test func knowsWhatWaitedBefore() {
    var limits = Settings()
    limits[.mailboxMessages] = 5
    var book = MailboxBook([ann: WaitingMail(count: 5, bytes: 50, last: id(9))], settings: limits)
    #expect(!book.hasRoom(for: 1, in: ann))
    book.read(by: ann, through: id(8))
    #expect(!book.hasRoom(for: 1, in: ann))
    book.read(by: ann, through: id(9))
    #expect(book.count(of: ann) == 0 && book.hasRoom(for: 1, in: ann))
  }

  /// In bounded memory it may count what is read already, but never too little, and nothing once all is read.
  @Test func neverCountsTooLittle() {
    var generator = SeededGenerator()
    var book = book()
    var waiting: [Int] = []
    for number in 1...20_000 {
      book.add(id(number), bytes: 10, to: ann)
      waiting.append(number)
      if Int.random(in: 0..<500, using: &generator) == 0, let some = waiting.randomElement(using: &generator) {
        book.read(by: ann, through: id(some))
        waiting.removeAll { $0 <= some }
      }
      #expect(book.count(of: ann) >= waiting.count, "seed \(generator.seed)")
      #expect(book.bytes(of: ann) == Int64(book.count(of: ann)) * 10, "seed \(generator.seed)")
    }
    book.read(by: ann, through: id(20_000))
    #expect(book.count(of: ann) == 0 && book.bytes(of: ann) == 0)
  }
}
