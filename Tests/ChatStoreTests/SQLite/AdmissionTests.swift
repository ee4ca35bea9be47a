import ChatCore
import ChatStore
import Testing

/// Bans and invitations become rows, and come back after a restart.
@Suite struct AdmissionTests {
  let box: SQLiteStoreTestable
  private var store: SQLiteStore { box.store }

  init() throws {
    box = try SQLiteStoreTestable()
  }

  private func time(_ seconds: Int64) -> WallTime { WallTime(microseconds: seconds * 1_000_000) }

  @Test func invitationsComeBackWithTheUsesThatAreLeft() throws {
    let digest = try #require(TokenDigest(Array(repeating: 1, count: 32)))
    let other = try #require(TokenDigest(Array(repeating: 2, count: 32)))
    let ann = try AccountName("Ann")
    try store.commit(
      Sample.batch([
        Sample.record(1, .invited(digest, name: nil, uses: 2, until: time(99))),
        Sample.record(2, .invited(other, name: ann, uses: 1, until: time(50))),
        Sample.record(
          3, .registered(name: try AccountName("bob"), verifier: try Sample.verifier(), invitations: [Sample.entry(1)])),
      ]))
    try box.reopen()
    #expect(
      try store.load().invitations == [
        Invitation(id: Sample.entry(1), digest: digest, name: nil, uses: 1, made: time(1), until: time(99)),
        Invitation(id: Sample.entry(2), digest: other, name: ann, uses: 1, made: time(2), until: time(50)),
      ])
    try store.commit(
      Sample.batch([
        Sample.record(4, .registered(name: ann, verifier: try Sample.verifier(), invitations: [Sample.entry(2)])),
        Sample.record(5, .invitationEnded(Sample.entry(1))),
      ]))
    #expect(try store.load().invitations.isEmpty)
    #expect(try store.load().accounts.count == 2)
  }

  @Test func bansComeBackAndTheNewestOfASubjectHolds() throws {
    let bob = Ban.Subject.person(Sample.account(1), try AccountName("bob"))
    let address = Ban.Subject.address("192.0.2.1")
    try store.commit(
      Sample.batch([
        try Sample.registration(1, "bob"), Sample.record(2, .banned(bob, until: time(99), reason: "spam")),
        Sample.record(3, .banned(address, until: nil, reason: nil)),
        Sample.record(4, .banned(bob, until: nil, reason: nil)), Sample.record(5, .deregistered(Sample.account(1))),
      ]))
    try box.reopen()
    #expect(
      try store.load().bans == [
        Ban(id: Sample.entry(3), subject: address, since: time(3), until: nil, reason: nil),
        Ban(id: Sample.entry(4), subject: bob, since: time(4), until: nil, reason: nil),
      ])
    try store.commit(Sample.batch([Sample.record(6, .unbanned(Sample.entry(3)))]))
    #expect(try store.load().bans.map(\.id) == [Sample.entry(4)])
  }

  @Test func whatHasEndedGoes() throws {
    let digest = try #require(TokenDigest(Array(repeating: 1, count: 32)))
    try store.commit(
      Sample.batch([
        Sample.record(1, .invited(digest, name: nil, uses: 2, until: time(10))),
        Sample.record(2, .banned(.address("192.0.2.1"), until: time(10), reason: nil)),
        Sample.record(3, .banned(.address("192.0.2.2"), until: time(11), reason: nil)),
        Sample.record(4, .banned(.address("192.0.2.3"), until: nil, reason: nil)),
      ]))
    var batch = LogBatch()
    batch.forgotten = [.ended(by: time(10))]
    try store.commit(batch)
    #expect(try store.load().bans.map(\.id.rawValue) == [3, 4])
    #expect(try store.load().invitations.isEmpty)
  }
}
