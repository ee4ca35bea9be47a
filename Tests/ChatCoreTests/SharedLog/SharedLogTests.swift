import ChatTestSupport
import Testing

@testable import ChatCore

/// One log that several servers write to: whatever is late, lost, repeated or dead, they agree on what has happened.
@Suite struct SharedLogTests {
  /// Worlds, and what happens in each.
  private static let rounds = TestLoad.rounds(60)
  private static let steps = 1_200

  @Test func allServersAgree() {
    var seeds = SeededGenerator()
    for round in 0..<Self.rounds {
      var world = SimulatedLog(seed: seeds.next())
      for step in 0..<Self.steps {
        world.step()
        for server in world.servers {
          #expect(server.engine.room.onlineCount <= SimulatedLog.maxCon, "round \(round), step \(step)")
        }
        if step % 300 == 299 {
          world.settle()
          let flaws = Self.flaws(of: world)
          #expect(flaws.isEmpty, "round \(round), step \(step): \(flaws.joined(separator: "\n"))")
          guard flaws.isEmpty else { return }
        }
      }
    }
  }

  /// What is wrong once everything has come to its end.
  private static func flaws(of world: SimulatedLog) -> [String] {
    var flaws: [String] = []
    let records = world.servers[0].records
    let accounts = world.servers[0].engine.room.people.accounts
    let state = LoggedState(of: world.servers[0])
    for server in world.servers.dropFirst() {
      if server.records != records { flaws.append("server \(server.id.rawValue) has stored something else") }
      let other = LoggedState(of: server)
      if other != state { flaws.append("server \(server.id.rawValue) differs: \(other.difference(from: state))") }
    }
    // What was said to be stored is there once, what was refused is not, and what somebody wrote is in its order.
    var written: [String: [AccountID]] = [:]
    var last: [RunKey: UInt64] = [:]
    var blocked: Set<[AccountID]> = []
    var removed: Set<FileID> = []
    for record in records {
      switch record.entry {
      case .blocked(let blocker, let other) where !blocked.insert([blocker, other]).inserted:
        flaws.append("\(record.entry) is the second")
      case .unblocked(let blocker, let other): blocked.remove([blocker, other])
      case .fileRemoved(let file, _, _, _) where !removed.insert(file).inserted:
        flaws.append("\(record.entry) is the second")
      default: break
      }
      guard case .message(_, _, _, let body) = record.entry, let origin = record.origin else { continue }
      // Somebody who is registered anew meanwhile may send again what the account before has sent.
      if written[body, default: []].contains(origin.account) { flaws.append("\(body) is stored twice") }
      written[body, default: []].append(origin.account)
      let run = RunKey(account: origin.account, run: origin.request.run)
      if origin.request.number <= last[run, default: 0] { flaws.append("\(body) is out of order") }
      last[run] = origin.request.number
    }
    for person in world.people {
      for body in person.receipts where written[body] == nil { flaws.append("\(body) is not stored") }
      // An earlier account of the name may have sent it, whose answer was lost.
      for body in person.refused where written[body, default: []].contains(where: { accounts[$0] != nil }) {
        flaws.append("\(body) was refused, and is stored")
      }
    }
    let names = accounts.all.map(\.name.text)
    if Set(names).count < names.count { flaws.append("a name is there twice: \(names)") }
    // A name is on one connection.
    var online: [String: Int] = [:]
    for server in world.servers {
      for user in server.engine.room.onlineUsers where user.peer != "another server" && !user.isLost {
        online[user.name, default: 0] += 1
      }
    }
    flaws += online.filter { $0.value > 1 }.map { "\($0.key) is online \($0.value) times" }
    return flaws
  }
}

/// What every server must know alike at one place of the log.
private struct LoggedState: Hashable {
  private var lines: [String: String] = [:]

  init(of server: SimulatedLog.Server) {
    let room = server.engine.room
    for account in room.people.accounts.all {
      let id = account.id.rawValue
      lines["account \(id)"] = "\(account)"
      lines["files of \(id)"] = "\(Array(room.files.shelf.files(for: account.id)))"
      lines["tokens of \(id)"] = room.admission.tokens[account.id].map { "\($0)" }
      lines["mail of \(id)"] =
        "\(room.messaging.mailboxes.count(of: account.id)) \(room.messaging.mailboxes.bytes(of: account.id))"
      lines["blocked by \(id)"] = "\(room.messaging.blocks.blockedNow(by: account.id).map(\.rawValue).sorted())"
    }
    for (account, presence) in room.people.presence {
      lines["presence of \(account.rawValue)"] =
        switch presence {
        case .connected(let session): "\(server.id) \(session)"
        case .grace: "\(server.id) awaited"
        case .elsewhere(let other, let session): session.map { "\(other) \($0)" } ?? "\(other) awaited"
        }
    }
    for run in room.messaging.runs.all {
      lines["run \(run.key)"] = "\(run.progress)"
    }
  }

  func difference(from other: LoggedState) -> String {
    Set(lines.keys).union(other.lines.keys).sorted().filter { lines[$0] != other.lines[$0] }.prefix(5).map {
      "\($0): \(lines[$0] ?? "-") instead of \(other.lines[$0] ?? "-")"
    }.joined(separator: "; ")
  }
}
