import ChatCore
import ChatTestSupport
import Testing

@Suite("Ids of entries")
struct EntryIDAllocatorTests {
  @Test(arguments: 0..<50)
  func noneIsGivenTwiceOverCrashesAndFailedCommits(round: Int) {
    var random = SeededGenerator(seed: UInt64(round))
    var bound = EntryID.zero
    var highest = EntryID.zero
    var ids = EntryIDAllocator(after: bound)
    var granted = bound
    var start = bound
    var asked: EntryID?
    for _ in 0..<300 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        // A crash: what was asked for may have reached the disk or not.
        if let asked, Bool.random(using: &random) {
          bound = max(bound, asked)
        }
        ids = EntryIDAllocator(after: bound)
        granted = bound
        start = bound
        asked = nil
      case 1...3:
        asked = asked ?? ids.boundToCommit()
      case 4:
        if asked == nil, granted > .zero {
          asked = ids.boundToProbe()
        }
      case 5:
        ids.requestFailed()
        asked = nil
      case 6...8:
        guard let arrived = asked else { continue }
        bound = max(bound, arrived)
        ids.grant(arrived)
        granted = max(granted, arrived)
        asked = nil
      default:
        for _ in 0..<Int.random(in: 1...5, using: &random) where granted > max(start, highest) {
          let id = ids.take()
          guard id > highest, id <= bound else {
            Issue.record("\(id) was given after \(highest) with the bound at \(bound), seed \(round)")
            return
          }
          highest = id
        }
      }
    }
  }

  @Test func aStartGivesNothingUpToTheBound() {
    var ids = EntryIDAllocator(after: EntryID(rawValue: 500))
    let bound = ids.boundToCommit()
    #expect(bound == EntryID(rawValue: 501 + EntryIDAllocator.blockSize))
    #expect(ids.boundToCommit() == nil, "one block is asked for once")
    ids.grant(bound ?? .zero)
    #expect(ids.take() == EntryID(rawValue: 501))
  }

  @Test func theNextBlockIsAskedForLongBeforeTheEnd() {
    var ids = EntryIDAllocator(after: .zero)
    ids.grant(ids.boundToCommit() ?? .zero)
    var taken: Int64 = 0
    while taken <= EntryIDAllocator.blockSize {
      _ = ids.take()
      taken += 1
      if ids.boundToCommit() != nil {
        break
      }
    }
    #expect(taken > 0 && taken <= EntryIDAllocator.blockSize / 2 + 2)
  }
}
