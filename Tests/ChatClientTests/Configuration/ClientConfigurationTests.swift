import ChatTestSupport
import Testing

@testable import ChatClient

@Suite struct ClientConfigurationTests {
  @Test func settingsAreRead() throws {
    let settings = try ClientConfiguration(
      "# mine\n\nhost = chat.example\r\n Port=1234\nuser =  alice \nplaintext = yes\n")
    #expect(settings.host == "chat.example")
    #expect(settings.port == 1_234)
    #expect(settings.user == "alice")
    #expect(settings.isPlaintext == true)
    #expect(settings.fingerprint == nil)
    #expect(try ClientConfiguration("") == ClientConfiguration())
  }

  @Test(arguments: [
    ("host = a\nport = 0", 2, "port"),
    ("host = a\nhost = b", 2, "line 1"),
    ("nonsense", 1, "key = value"),
    ("colour = red", 1, "no setting \"colour\""), ("bell = loud", 1, "mention"), ("timestamps = 5", 1, "yes"),
    ("host =", 1, "no value"),
    ("password = secret", 1, "--password-file"),
    ("user = a b", 1, "user name"),
    ("host = a\nport = 1\nplaintext = maybe", 3, "yes"),
    ("plaintext = yes", 1, "host"),
    ("host = a\nport = 1\nfingerprint = SHA256:x", 3, "43"),
  ])
  func whatMakesNoSenseIsExplained(_ text: String, _ line: Int, _ words: String) {
    do throws(ClientConfiguration.Problem) {
      _ = try ClientConfiguration(text)
      Issue.record("it was taken")
    } catch {
      #expect(error.line == line)
      #expect(error.what.contains(words))
    }
  }

  @Test func aPasswordIsNeverRepeated() {
    #expect(throws: ClientConfiguration.Problem.self) {
      do throws(ClientConfiguration.Problem) {
        _ = try ClientConfiguration("my-password = hunter2")
      } catch {
        #expect(!error.what.contains("hunter2"))
        throw error
      }
    }
  }

  @Test func aFileOfAnotherSystemIsRead() throws {
    let directory = try TemporaryDirectory()
    for text in ["user = alice\n", "\u{FEFF}user = alice\r\nbell = off\r\n", "\u{FEFF}# mine\r\nuser = alice"] {
      try directory.write(text, to: "config")
      #expect(try ClientConfigurationFile.read(directory.path(of: "config")).user == "alice")
    }
  }

  @Test func whatIsNotThereSaysNothing() throws {
    let directory = try TemporaryDirectory()
    #expect(try ClientConfigurationFile.read(directory.path + "/none") == ClientConfiguration())
  }
}
