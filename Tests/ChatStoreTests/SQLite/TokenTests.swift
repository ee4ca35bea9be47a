import ChatCore
import ChatTestSupport
import Testing

@testable import ChatStore

/// The digests of tokens by which clients come back.
@Suite struct TokenTests {
  let testable: SQLiteStoreTestable
  private var store: SQLiteStore { testable.store }

  init() throws {
    testable = try SQLiteStoreTestable()
    try store.commit(Sample.batch([try Sample.registration(1, "alice"), try Sample.registration(2, "bob")]))
  }

  private func line(_ current: UInt8, before: UInt8? = nil, isPresent: Bool = true) throws -> ResumeTokens.Line {
    ResumeTokens.Line(
      run: .max, current: try Sample.required(TokenDigest(Sample.digest(current))),
      previous: before.flatMap { TokenDigest(Sample.digest($0)) }, isPresent: isPresent)
  }

  private func commit(_ tokens: [AccountID: ResumeTokens.Line?], _ records: [LogRecord] = []) throws {
    var batch = Sample.batch(records)
    batch.tokens = tokens
    try store.commit(batch)
  }

  @Test func whatWasStoredLastIsThere() throws {
    let (alice, bob) = (Sample.account(1), Sample.account(2))
    try commit([alice: try line(1), bob: try line(2, before: 1, isPresent: false)])
    #expect(try store.load().tokens == [alice: try line(1), bob: try line(2, before: 1, isPresent: false)])
    try commit([alice: try line(3, before: 1), bob: nil])
    #expect(try store.load().tokens == [alice: try line(3, before: 1)])
  }

  @Test func theyGoWithTheAccount() throws {
    let alice = Sample.account(1)
    try commit([alice: try line(1)])
    try commit([alice: try line(2)], [Sample.record(9, .deregistered(alice))])
    #expect(try store.load().tokens.isEmpty)
  }

  @Test func allOfThemCanBeForgotten() throws {
    try commit([Sample.account(1): try line(1), Sample.account(2): try line(2)])
    try store.forgetTokens()
    #expect(try store.load().tokens.isEmpty)
  }
}
