import ChatCore
import ChatNet
import ChatTestSupport
import ChatWire
import Testing

@testable import ChatServer

/// What one turn has for everybody is one order, whoever is left out of some of it.
@Suite struct OrderBuilderTests {
  private static let sessions = (0..<8).map { SessionID(rawValue: $0) }

  private struct Message {
    let id: EntryID
    let range: Range<Int>
    let except: [SessionID]
  }

  private func add(_ count: Int, to builder: inout OrderBuilder, _ random: inout SeededGenerator) -> [Message] {
    (0..<count).map { number in
      let range = builder.encode(.event(.announcement("message \(number)")))
      let except = Self.sessions.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
      let message = Message(id: EntryID(rawValue: Int64(100 + number)), range: range, except: except)
      builder.addForEveryone(range, id: message.id, except: except)
      return message
    }
  }

  @Test func everybodySeesAllButWhatTheyAreLeftOutOf() {
    var random = SeededGenerator()
    for round in 0..<200 {
      let shards = 2
      var builder = OrderBuilder(shards: shards)
      let messages = add(Int.random(in: 1...12, using: &random), to: &builder, &random)
      for (shard, orders) in builder.take(ready: []) {
        #expect(orders.orders.count == 1, "seed \(random.seed), round \(round)")
        guard case .everyone(let range, let before, let holes)? = orders.orders.first else { continue }
        #expect(before == messages[0].id.advanced(by: -1))
        let parts = ShardOrder.parts(of: range, without: holes)
        for session in Self.sessions where session.shard == shard {
          let seen = (parts[session] ?? [range]).flatMap { Array($0) }
          let wanted = messages.filter { !$0.except.contains(session) }.flatMap { Array($0.range) }
          #expect(seen == wanted, "seed \(random.seed), round \(round), \(session)")
        }
      }
    }
  }

  @Test func whatStandsBetweenKeepsThemApart() {
    var random = SeededGenerator()
    var builder = OrderBuilder(shards: 1)
    let first = add(2, to: &builder, &random)
    builder.add(.goLive(Self.sessions[0]), for: Self.sessions[0])
    let second = add(2, to: &builder, &random)
    let orders = builder.take(ready: []).flatMap(\.1.orders)
    guard orders.count == 3, case .everyone(let before, _, _) = orders[0], case .everyone(let after, _, _) = orders[2]
    else {
      Issue.record("\(orders)")
      return
    }
    #expect(before == first[0].range.lowerBound..<first[1].range.upperBound)
    #expect(after == second[0].range.lowerBound..<second[1].range.upperBound)
  }
}
