import Testing

@testable import ChatCore

/// What a server puts into a log that others write to as well, and takes from it.
@Suite struct EntryLogTests {
  private let one = ServerID(rawValue: 1)
  private let other = ServerID(rawValue: 2)

  private func batch(_ number: UInt64, of server: ServerID) -> ItemBatch {
    ItemBatch(server: server, number: number, items: [])
  }

  @Test func nothingIsPutInBeforeTheLastHasComeBack() throws {
    var log = EntryLog(sharedAs: one)
    var next = log.nextBatch()
    #expect(next?.number == nil)
    log.submit(Proposal(.tokensVoided(AccountID(rawValue: 1))))
    log.submit(Proposal(.tokensVoided(AccountID(rawValue: 2))))
    next = log.nextBatch()
    let first = try #require(next)
    #expect(first.number == 1 && first.items.map(\.number) == [1, 2])
    log.submit(Proposal(.tokensVoided(AccountID(rawValue: 3))))
    next = log.nextBatch()
    #expect(next?.number == nil)
    let isFirst = log.accept(first)
    next = log.nextBatch()
    #expect(isFirst && next?.items.map(\.number) == [3])
  }

  @Test func whatComesTwiceOrTooEarlyOrFromTheDeadIsPassedOver() {
    var log = EntryLog(sharedAs: one)
    var isAccepted: [Bool] = []
    for number: UInt64 in [2, 1, 1, 2] { isAccepted.append(log.accept(batch(number, of: other))) }
    #expect(isAccepted == [false, true, false, true])
    log.fence(other)
    let isHeard = log.accept(batch(3, of: other)) || log.accept(batch(1, of: other))
    #expect(!isHeard)
  }

  @Test func whatFollowsHereFollowsOnce() throws {
    var log = EntryLog(sharedAs: one)
    log.submit(Proposal(.tokensVoided(AccountID(rawValue: 1)), token: [7]))
    let items = log.nextBatch()?.items
    let item = try #require(items?.first)
    let sequels = [other, one, one].map { log.take(item, from: $0) }
    #expect(sequels.map(\.isHere) == [false, true, false])
    #expect(sequels[1].token == [7])
  }

  @Test func filesOfTwoServersNeverHaveOneNumber() {
    var logs = [EntryLog(sharedAs: one), EntryLog(sharedAs: other)]
    let numbers = (0..<4).map { logs[$0 % 2].nextFile() }
    #expect(Set(numbers).count == 4)
  }
}
