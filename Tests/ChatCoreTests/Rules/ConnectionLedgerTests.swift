import ChatCore
import ChatTestSupport
import Testing

@Suite("The ledger of connections")
struct ConnectionLedgerTests {
  private typealias Ledger = ConnectionLedger<String>

  private func id(_ number: Int) -> SessionID { SessionID(rawValue: UInt64(number)) }

  @Test func onePlaceHasSoMany() {
    var ledger = Ledger(maximumPerPlace: 2, maximumWaiting: 0)
    #expect(ledger.open(id(1), from: "a") == .take(inPlaceOf: nil))
    ledger.logIn(id(1))
    #expect(ledger.open(id(2), from: "a") == .take(inPlaceOf: nil))
    #expect(ledger.open(id(3), from: "a") == .refuse(.tooManyConnections(maximum: 2)))
    #expect(ledger.open(id(4), from: "b") == .take(inPlaceOf: nil))
    ledger.close(id(3))
    #expect(ledger.open(id(5), from: "a") == .refuse(.tooManyConnections(maximum: 2)))
    ledger.close(id(1))
    #expect(ledger.open(id(6), from: "a") == .take(inPlaceOf: nil))
    #expect(ledger.count == 3 && ledger.mostOfOnePlace == 2)
  }

  @Test func soManyAreNotLoggedIn() {
    var ledger = Ledger(maximumPerPlace: 0, maximumWaiting: 2)
    _ = ledger.open(id(1), from: "a")
    _ = ledger.open(id(2), from: "a")
    #expect(ledger.open(id(3), from: "a") == .refuse(.tooManyAtPrompt(maximum: 2)))
    ledger.logIn(id(1))
    #expect(ledger.unauthenticated == 1)
    #expect(ledger.open(id(4), from: "a") == .take(inPlaceOf: nil))
    ledger.close(id(2))
    #expect(ledger.open(id(5), from: "a") == .take(inPlaceOf: nil))
  }

  @Test func theGreediestPlaceGivesWay() {
    var ledger = Ledger(maximumPerPlace: 0, maximumWaiting: 4)
    for number in 1...4 { _ = ledger.open(id(number), from: "flood") }
    #expect(ledger.open(id(5), from: "flood") == .refuse(.tooManyAtPrompt(maximum: 4)))
    // The newest of the flood goes.
    #expect(ledger.open(id(6), from: "guest") == .take(inPlaceOf: id(4)))
    #expect(ledger.open(id(7), from: "other") == .take(inPlaceOf: id(3)))
    // Two, one and one: nobody has more than one more than a newcomer would.
    #expect(ledger.open(id(8), from: "guest") == .refuse(.tooManyAtPrompt(maximum: 4)))
    #expect(ledger.open(id(9), from: "flood") == .refuse(.tooManyAtPrompt(maximum: 4)))
    #expect(ledger.unauthenticated == 4 && ledger.count == 4)
  }

  @Test func whoIsLoggedInNeverGivesWay() {
    var ledger = Ledger(maximumPerPlace: 0, maximumWaiting: 1)
    for number in 1...5 {
      _ = ledger.open(id(number), from: "office")
      ledger.logIn(id(number))
    }
    _ = ledger.open(id(6), from: "a")
    #expect(ledger.open(id(7), from: "b") == .refuse(.tooManyAtPrompt(maximum: 1)))
    #expect(ledger.count == 6)
  }

  @Test func liftedLimitsTakeEverybody() {
    var ledger = Ledger(maximumPerPlace: 0, maximumWaiting: 0)
    for number in 1...5_000 {
      #expect(ledger.open(id(number), from: "a") == .take(inPlaceOf: nil))
    }
  }

  @Test func refusedOnesLeaveNothingBehind() {
    var ledger = Ledger(maximumPerPlace: 1, maximumWaiting: 1)
    _ = ledger.open(id(1), from: "a")
    for number in 2...1_000 { _ = ledger.open(id(number), from: "a") }
    ledger.close(id(1))
    #expect(ledger.count == 0 && ledger.unauthenticated == 0 && ledger.mostOfOnePlace == 0)
  }

  /// Whatever happens, the numbers agree with a list of who is there.
  @Test func agreesWithASimpleModel() {
    var generator = SeededGenerator()
    var ledger = Ledger(maximumPerPlace: 4, maximumWaiting: 6)
    var model: [Int: (place: String, isWaiting: Bool)] = [:]
    for number in 1...5_000 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0, 1:
        let place = ["a", "b", "c", "d"][Int.random(in: 0..<4, using: &generator)]
        let own = model.values.filter { $0.place == place }
        let waiting = model.values.filter(\.isWaiting)
        let most = Dictionary(grouping: waiting, by: \.place).values.map(\.count).max() ?? 0
        switch ledger.open(id(number), from: place) {
        case .take(let victim):
          #expect(own.count < 4, "seed \(generator.seed)")
          if let victim {
            let gone = model.removeValue(forKey: Int(victim.rawValue))
            #expect(waiting.count == 6 && gone?.isWaiting == true && gone?.place != place, "seed \(generator.seed)")
          } else {
            #expect(waiting.count < 6, "seed \(generator.seed)")
          }
          model[number] = (place, true)
        case .refuse(.tooManyConnections):
          #expect(own.count == 4, "seed \(generator.seed)")
        case .refuse:
          #expect(waiting.count == 6 && most <= own.count(where: \.isWaiting) + 1, "seed \(generator.seed)")
        }
      case 2:
        guard let known = model.keys.randomElement(using: &generator) else { continue }
        ledger.logIn(id(known))
        model[known]?.isWaiting = false
      default:
        guard let known = model.keys.randomElement(using: &generator) else { continue }
        ledger.close(id(known))
        model[known] = nil
      }
      #expect(ledger.count == model.count, "seed \(generator.seed)")
      #expect(ledger.unauthenticated == model.values.count(where: \.isWaiting), "seed \(generator.seed)")
    }
  }
}
