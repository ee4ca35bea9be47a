import Testing

@testable import ChatCore

@Suite struct SessionTableTests {
  private var table = SessionTable()

  init() {
    for number in 1...4 {
      table[id(number)] = session(number)
    }
  }

  @Test mutating func theOthersAreFoundWhenOneIsGone() throws {
    #expect(table.remove(id(2))?.origin.run == 2)
    #expect(table.remove(id(2)) == nil)
    #expect(table.count == 3 && table[id(2)] == nil && table.place(of: id(2)) == nil)
    for number in [1, 3, 4] {
      #expect(table[id(number)]?.origin.run == UInt64(number))
      #expect(table.run(at: try #require(table.place(of: id(number)))) == UInt64(number))
    }
    #expect(Set(table.all.map { $0.session.origin.run }) == [1, 3, 4])
    #expect(table.all.allSatisfy { $0.id == id(Int($0.session.origin.run)) })
  }

  @Test mutating func theLastOneCanGoToo() {
    for number in [4, 1, 3, 2] {
      table[id(number)] = nil
      #expect(table[id(number)] == nil)
    }
    #expect(table.count == 0)
    table[id(9)] = session(9)
    #expect(table[id(9)]?.origin.run == 9 && table.count == 1)
  }

  @Test mutating func onlyAMemberIsUpdated() throws {
    let place = try #require(table.place(of: id(3)))
    table.updateMember(at: place) { _ in Issue.record("nobody is logged in") }
    guard case .prompt = table.standing(at: place) else {
      Issue.record("no prompt any more")
      return
    }
    let account = AccountID(rawValue: 7)
    table[id(3)]?.stage = .member(Member(account: account, lastActivity: Uptime(nanoseconds: 0), feed: .live))
    table.updateMember(at: place) { $0.wrongPasswords = 2 }
    #expect(table.member(at: place).wrongPasswords == 2)
    guard case .member(account) = table.standing(at: place) else {
      Issue.record("no member")
      return
    }
  }

  private func id(_ number: Int) -> SessionID {
    SessionID(rawValue: UInt64(number))
  }

  private func session(_ number: Int) -> Session {
    let address = "10.0.0.\(number)"
    return Session(
      origin: SessionOrigin(address: address, peer: address, place: address, run: UInt64(number)),
      stage: .prompt(Prompt(at: Uptime(nanoseconds: 0))))
  }
}
