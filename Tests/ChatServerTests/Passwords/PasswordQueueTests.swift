import ChatCore
import ChatNet
import ChatSystem
import Dispatch
import Synchronization
import Testing

@testable import ChatServer

@Suite struct PasswordQueueTests {
  private let queue = DispatchQueue(label: "test")

  @Test func aNewVerifierHasTheStandardCostAndASaltOfItsOwn() throws {
    let first = try PasswordHash.verifier(of: "wonderland", cost: .standard)
    let second = try PasswordHash.verifier(of: "wonderland", cost: .standard)
    #expect(first.description.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
    #expect(first.salt.count == 16)
    #expect(first.hash.count == 32)
    #expect(first.salt != second.salt)
    #expect(try PasswordHash.check("wonderland", against: first))
    #expect(try !PasswordHash.check("Wonderland", against: first))
  }

  private func settings(logN: Double, backlog: Double = 256) -> Settings {
    var settings = Settings()
    settings[.passwordCost] = logN
    settings[.passwordBacklog] = backlog
    return settings
  }

  @Test func otherSettingsHoldAtOnce() throws {
    let passwords = try PasswordQueue(settings(logN: 4))
    passwords.change(settings(logN: 5, backlog: 1))
    let made = Locked<PasswordVerifier?>(nil)
    let done = DispatchSemaphore(value: 0)
    passwords.submit(.hash("new"), from: "here", on: queue) { outcome in
      if case .made(let verifier) = outcome { made.withLock { $0 = verifier } }
      done.signal()
    }
    done.wait()
    #expect(made.withLock { $0?.cost.logN } == 5)
    // While the threads are at those before it, one waits and the next is one too many.
    let refused = Atomic(0)
    for _ in 0..<200 {
      passwords.submit(.hash("new"), from: "here", on: queue) { outcome in
        if outcome == .refused { refused.add(1, ordering: .relaxed) }
        done.signal()
      }
    }
    for _ in 0..<200 { done.wait() }
    #expect(refused.load(ordering: .relaxed) > 0)
  }

  @Test func aReplacementNeedsTheOldOne() throws {
    let cost = try #require(PasswordVerifier.Cost(logN: 4))
    let passwords = try PasswordQueue(settings(logN: Double(cost.logN), backlog: 256))
    let old = try PasswordHash.verifier(of: "old", cost: cost)
    #expect(replace("wrong", in: passwords, old) == .wrong)
    guard case .made(let new)? = replace("old", in: passwords, old) else {
      Issue.record("there is no new one")
      return
    }
    #expect(try PasswordHash.check("new", against: new))
  }

  /// Somebody who floods from one place keeps nobody else waiting, and shuts nobody out.
  @Test func aFloodFromOnePlaceShutsNobodyOut() throws {
    let cost = try #require(PasswordVerifier.Cost(logN: 12))
    let passwords = try PasswordQueue(settings(logN: Double(cost.logN), backlog: 256))
    let verifier = try PasswordHash.verifier(of: "x", cost: cost)
    let refused = Atomic(0)
    let checked = Atomic(0)
    for _ in 0..<2_000 {
      passwords.submit(.check("y", against: verifier), from: "2001:db8::/64", on: queue) { outcome in
        if outcome == .refused {
          refused.add(1, ordering: .relaxed)
        } else {
          checked.add(1, ordering: .relaxed)
        }
      }
    }
    let done = DispatchSemaphore(value: 0)
    let before = Atomic(-1)
    passwords.submit(.check("x", against: verifier), from: "192.0.2.1", on: queue) { outcome in
      #expect(outcome == .right)
      before.store(checked.load(ordering: .relaxed), ordering: .relaxed)
      done.signal()
    }
    #expect(done.wait(timeout: .now() + 60) == .success)
    // The flood had its 256 places and no more, and its turn came between, not before.
    queue.sync {}
    #expect(refused.load(ordering: .relaxed) >= 1_000)
    #expect(before.load(ordering: .relaxed) < 500)
  }

  private func replace(
    _ old: String, in passwords: PasswordQueue, _ verifier: PasswordVerifier
  ) -> PasswordOutcome? {
    let outcome = Locked<PasswordOutcome?>(nil)
    let done = DispatchSemaphore(value: 0)
    passwords.submit(.replace(old, by: "new", against: verifier), from: "192.0.2.1", on: queue) { result in
      outcome.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    return outcome.withLock { $0 }
  }
}
