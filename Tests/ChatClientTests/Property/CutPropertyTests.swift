import ChatTestSupport
import Testing

/// Connections cut at any step of what client and server say to each other.
@Suite struct CutPropertyTests {
  @Test(arguments: 0..<TestLoad.rounds(20)) func nothingIsLostNorDoubled(_ number: Int) throws {
    let seed = SeededGenerator().seed
    let names = ["amy", "bob", "cat"]
    var world = CutWorld(names, seed: seed)
    for _ in 0..<2_000 {
      world.step()
    }
    world.heal()
    #expect(world.cuts > 10)
    for person in world.people {
      #expect(person.code == nil, "seed \(seed)")
      #expect(person.isTaking, "\(person.name) is asked nothing; seed \(seed)")
      #expect(!person.shown.contains { $0.contains("logged out") || $0.contains("logged in") }, "seed \(seed)")
      for other in world.people where other.name != person.name {
        let prefix = "\(other.name)("
        let seen = person.shown.filter { $0.hasPrefix(prefix) }.compactMap { $0.split(separator: " ").last }
          .compactMap { Int($0) }
        #expect(seen == seen.sorted(), "\(person.name) saw \(other.name) out of order; seed \(seed)")
        #expect(Set(seen).count == seen.count, "\(person.name) saw \(other.name) twice; seed \(seed)")
      }
    }
    // Every line is seen by whom it was for: by all others, or by one of them.
    for person in world.people {
      var seen: [Int: Int] = [:]
      for other in world.people where other.name != person.name {
        for line in other.shown where line.hasPrefix("\(person.name)(") {
          guard let number = line.split(separator: " ").last.flatMap({ Int($0) }) else { continue }
          seen[number, default: 0] += 1
          #expect(line.contains("to all") || line.contains("to \(other.name)"))
        }
      }
      let missing = (1...max(1, person.said)).filter { seen[$0] == nil && person.said > 0 }
      #expect(missing.isEmpty, "\(missing) of \(person.name) were seen by nobody; seed \(seed)")
    }
  }
}
