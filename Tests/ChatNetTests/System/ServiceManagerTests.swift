import ChatTestSupport
import Testing

@testable import ChatNet

@Suite struct ServiceManagerTests {
  @Test func itIsToldWhatHappens() throws {
    let directory = try TemporaryDirectory()
    for name in [directory.path(of: "notify"), "@\(directory.path)"] {
      let socket = try NotifySocket(name)
      let manager = try #require(ServiceManager(["NOTIFY_SOCKET": name]))
      manager.tell(.ready(status: "Listening"))
      manager.tell(.alive)
      manager.tell(.stopping(status: "Saving"))
      #expect(socket.message() == "READY=1\nSTATUS=Listening")
      #expect(socket.message() == "WATCHDOG=1")
      #expect(socket.message() == "STOPPING=1\nSTATUS=Saving")
    }
  }

  @Test func nobodyListeningIsNoTrouble() throws {
    let directory = try TemporaryDirectory()
    try #require(ServiceManager(["NOTIFY_SOCKET": directory.path(of: "gone")])).tell(.alive)
  }

  @Test(arguments: [[:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "relative"], ["NOTIFY_SOCKET": "@"]])
  func withoutASocketThereIsNone(variables: [String: String]) {
    #expect(ServiceManager(variables) == nil)
  }

  /// sd_watchdog_enabled(3): the sign comes twice as often as it must, and only from the process that is meant.
  @Test func theWatchdogIsServedInHalfItsTime() throws {
    func interval(_ variables: [String: String]) -> Double? {
      ServiceManager(variables.merging(["NOTIFY_SOCKET": "/x"]) { $1 }, processID: 7)?.watchdogInterval
    }
    #expect(interval(["WATCHDOG_USEC": "30000000"]) == 15)
    #expect(interval(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]) == 15)
    #expect(interval(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"]) == nil)
    #expect(interval(["WATCHDOG_USEC": "0"]) == nil)
    #expect(interval(["WATCHDOG_USEC": "soon"]) == nil)
    #expect(interval([:]) == nil)
  }
}
