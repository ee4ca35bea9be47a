import ChatTestSupport
import Testing

@testable import ChatServer

/// How commands are typed for a server.
@Suite struct CommandWordsTests {
  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
  }

  private func words(_ name: String, machine: String = "", data: String? = nil) throws -> CommandWords {
    try place.write(machine, to: "serve.conf")
    let environment = ["PATH": "/opt/bin:/usr/bin", "HOME": place.path, "CHATCTL_DATA": data ?? ""]
    let layers = try SettingLayers(environment: environment, machinePath: place.path(of: "serve.conf"))
    return CommandWords(startedAs: name, on: layers, environment: environment)
  }

  @Test(arguments: [
    ("chatctl", "chatctl"), ("/usr/bin/chatctl", "chatctl"), (".build/release/chatctl", ".build/release/chatctl"),
    ("/opt/my chat/chatctl", "'/opt/my chat/chatctl'"),
  ])
  func theProgramIsNamedAsItWasWhereThePathDoesNotFindIt(_ name: String, _ shown: String) throws {
    #expect(try words(name).connect("127.0.0.1", 1234) == "\(shown) connect 127.0.0.1 1234")
  }

  @Test func aVariableOfOneTerminalIsSpelledOut() throws {
    #expect(try words("chatctl", data: "/srv/room").admin("stop") == "chatctl admin stop --data /srv/room")
  }

  @Test func theMachinesRoomIsSteeredByRoot() throws {
    let words = try words("/usr/bin/chatctl", machine: "data = \(place.path)/room\n")
    #expect(words.admin("stop").hasPrefix("sudo chatctl admin stop"))
    #expect(words.connect("127.0.0.1", 1234) == "chatctl connect 127.0.0.1 1234")
  }
}
