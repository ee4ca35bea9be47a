import ChatCore
import ChatTestSupport
import Dispatch
import Testing

@testable import ChatServer

/// Values that are tried for a while, and a file that is edited meanwhile.
@Suite struct LiveParametersTests {
  private let directory: TemporaryDirectory
  private let queue = DispatchQueue(label: "test.parameters")
  private let changes = Collector<Parameters>()
  private let live: LiveParameters

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write("MaxCon 5\nTIME_OUT 600.0\n", to: "para.txt")
    live = try LiveParameters(path: directory.path(of: "para.txt"), queue: queue) { [changes] in changes.add($0) }
  }

  @Test func whatWasTriedGoesBack() throws {
    try queue.sync {
      _ = try live.set(.timeOut, to: "7", keeping: .unlessConfirmed(seconds: 0.01))
      #expect(live.current.timeOut == 7)
    }
    try changes.wait(count: 2)
    #expect(changes.all.map(\.timeOut) == [7, 600])
  }

  @Test func whatIsWrittenWhileItIsTriedStays() throws {
    try queue.sync {
      _ = try live.set(.timeOut, to: "7", keeping: .unlessConfirmed(seconds: 0.01))
      try directory.write("MaxCon 5\nTIME_OUT 8.0\n", to: "para.txt")
      #expect(try live.reload().map(\.after) == ["8.0"])
      // Timers of one queue end in their order.
      _ = try live.set(.maxCon, to: "6", keeping: .unlessConfirmed(seconds: 0.02))
    }
    try changes.wait(count: 4)
    #expect(changes.all.map(\.maxCon) == [5, 5, 6, 5])
    #expect(changes.all.map(\.timeOut) == [7, 8, 8, 8])
  }

  @Test func whatIsWrittenBesideWhatIsConfirmedHolds() throws {
    try queue.sync {
      _ = try live.set(.timeOut, to: "7", keeping: .unlessConfirmed(seconds: 600))
      try directory.write("MaxCon 9\nTIME_OUT 600.0\n", to: "para.txt")
      #expect(try live.confirm().map(\.after) == ["7.0"])
      #expect(live.current.maxCon == 9)
    }
    #expect(try directory.text(of: "para.txt") == "MaxCon 9\nTIME_OUT 7.0\n")
  }
}
