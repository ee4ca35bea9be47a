import ChatSystem
import Testing

@Suite struct BaseDirectoryTests {
  @Test(arguments: [
    (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s"),
    (["XDG_STATE_HOME": "s", "HOME": "/h"], "/h/.local/state"),
    (["HOME": "/h"], "/h/.local/state"),
  ])
  func place(environment: [String: String], path: String) {
    #expect(BaseDirectory.path("XDG_STATE_HOME", orHome: ".local/state", environment: environment) == path)
  }
}
