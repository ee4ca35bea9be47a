import ChatTestSupport
import Foundation
import Glibc
import Testing

/// The server under a service manager, and the unit that comes with it.
@Suite(.waiting) struct ServiceTests {
  @Test func theServiceManagerIsToldHowTheServerIs() throws {
    let directory = try TemporaryDirectory()
    let socket = try NotifySocket(directory.path(of: "notify"))
    let server = try ServerProcess(environment: ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "200000"])
    var messages: Set<String> = []
    while let message = socket.message(), messages.insert(message).inserted || messages.count < 2 {}
    #expect(messages == ["READY=1\nSTATUS=Listening on 127.0.0.1:\(server.port)", "WATCHDOG=1"])
    server.process.signal(SIGTERM)
    while let message = socket.message(), message == "WATCHDOG=1" || messages.insert(message).inserted {
      if message.hasPrefix("STOPPING=1\n") { break }
    }
    #expect(messages.contains { $0.hasPrefix("STOPPING=1\n") })
    #expect(try server.process.wait() == 0)
  }

  /// Every option in the unit's command line is one that the program has.
  @Test func theUnitStartsWhatThereIs() throws {
    let unit = try String(
      contentsOf: URL(filePath: #filePath).appending(path: "../../../../.ci/packaging/chatctl.service").standardized,
      encoding: .utf8)
    let line = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
    let options = line.split(separator: " ").filter { $0.hasPrefix("--") }
    let help = try ChildProcess(Executable.path, ["serve", "--help"])
    #expect(try help.wait() == 0)
    for option in options {
      #expect(help.output.contains(option.prefix { $0 != "=" }), "serve has no \(option)")
    }
    #expect(unit.contains("Type=notify") && unit.contains("WatchdogSec="))
    #expect(unit.contains("\nRestartForceExitStatus=\(EX_TEMPFAIL)\n"))
  }
}
