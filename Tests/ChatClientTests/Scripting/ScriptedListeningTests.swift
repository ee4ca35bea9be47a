import ChatCore
import ChatTestSupport
import Testing

@testable import ChatClient

@Suite struct ScriptedListeningTests {
  @Test func theFirstMatchingLineIsWrittenAndEndsIt() throws {
    var driver = try Self.expecting("^y", from: "BOB")
    #expect(!driver.isReading)
    driver.message(1, "yes", from: "carol")
    driver.message(2, "no\nyes \u{1B}[31m\nyet")
    #expect(driver.output == ["yes ^[[31m"])
    #expect(driver.asked.last == .leave(.quit))
    driver.message(3, "yes")
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .done)
    #expect(driver.output.count == 1)
  }

  @Test func whatWasMissedDoesNotCount() throws {
    var driver = ScriptDriver(.none) { $0.expectation = try? .init(pattern: MessagePattern("yes")) }
    driver.logIn()
    driver.message(1, "yes")
    driver.event(.caughtUp)
    #expect(driver.output.isEmpty)
    driver.message(2, "yes")
    #expect(driver.output == ["yes"])
    // Nobody has seen the first one.
    #expect(driver.shown.isEmpty)
    #expect(driver.acknowledged == nil)
  }

  @Test func aMatchIsAcknowledgedWhereNothingBeforeItIsUnseen() throws {
    var driver = ScriptDriver(.none) {
      $0.expectation = try? .init(pattern: MessagePattern("yes"))
      $0.skipsMissed = true
    }
    driver.logIn()
    driver.message(1, "yesterday")
    driver.event(.caughtUp)
    driver.message(2, "yes")
    #expect(driver.acknowledged == EntryID(rawValue: 2))
  }

  @Test func timeEndsTheWaiting() throws {
    var driver = try Self.expecting("x") { $0.timeout = 30 }
    driver.wait(29)
    #expect(driver.asked.isEmpty)
    driver.wait(2)
    #expect(driver.asked == [.leave(.quit)])
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .refused)
  }

  @Test func anAnswerThatComesBeforeTheReceiptCounts() throws {
    var driver = ScriptDriver.member(.text(to: .people(["bob"]), isWhole: false)) {
      $0.expectation = try? .init(pattern: MessagePattern("yes"))
    }
    driver.read("deploy?\n")
    let number = driver.requests.last?.number
    driver.message(2, "yes")
    #expect(driver.output == ["yes"])
    #expect(driver.asked.last == .message(to: "bob", body: "deploy?"))
    driver.reply(.stored(EntryID(rawValue: 1)), to: number)
    #expect(driver.asked.last == .leave(.quit))
  }

  @Test func eventsAndRepliesAreLinesOfJSON() {
    var driver = ScriptDriver(.requests(stays: false))
    driver.logIn()
    driver.message(4, "a \"b\"\n\u{1B}c")
    driver.event(.caughtUp)
    driver.read(#"{"request":"message","to":"bob","body":"hi","tag":"t"}"# + "\nnonsense\n")
    driver.reply(.stored(EntryID(rawValue: 5)))
    driver.event(.loggedIn(name: "carol"))
    driver.event(.deliveredTo(name: "bob", through: EntryID(rawValue: 5)))
    #expect(
      driver.output == [
        #"{"event":"welcome","name":"bot"}"#,
        #"{"event":"message","id":4,"time":"1970-01-01T00:00:00.000Z","kind":"private","from":"bob","#
          + #""sender":"account","body":"a \"b\"\n\u001bc"}"#,
        #"{"event":"caught-up"}"#,
        #"{"event":"invalid","line":2,"reason":"The line is no JSON, or no UTF-8."}"#,
        #"{"event":"reply","tag":"t","result":"stored","id":5}"#,
        #"{"event":"logged-in","name":"carol"}"#,
        #"{"event":"delivered","name":"bob","through":5}"#,
      ])
    driver.endInput()
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .done)
  }

  @Test func whatWasMissedIsSkippedForGood() {
    var driver = ScriptDriver(.requests(stays: true)) { $0.skipsMissed = true }
    driver.logIn()
    driver.message(4, "yesterday")
    driver.event(.caughtUp)
    driver.wait(0.2)
    #expect(driver.output.count == 2)
    #expect(driver.acknowledged == EntryID(rawValue: 4))
    driver.message(5, "today")
    #expect(driver.output.last?.contains("today") == true)
  }

  @Test func itStaysUntilItIsToldToGo() {
    var driver = ScriptDriver.member(.requests(stays: true))
    driver.endInput()
    driver.wait(100)
    #expect(driver.asked.isEmpty)
    driver.interrupt()
    driver.reply(.goodbye(.quit))
    #expect(driver.code == .done)
    driver = .member(.requests(stays: true))
    driver.read("{\"request\":\"quit\"}\n")
    #expect(driver.asked == [.leave(.quit)])
  }

  @Test func whatNoFrameHoldsIsRefusedHere() {
    var driver = ScriptDriver.member(.requests(stays: false))
    driver.read("{\"request\":\"broadcast\",\"body\":\"" + String(repeating: "x", count: 9_000) + "\",\"tag\":1}\n")
    driver.read("{\"request\":\"message\",\"to\":\"\(String(repeating: "n", count: 9_000))\",\"body\":\"x\"}\n")
    #expect(driver.asked.isEmpty)
    #expect(driver.output.count == 2)
    #expect(driver.output[0].contains("\"tag\":1,\"result\":\"refused\",\"reason\":\"body-too-long\""))
    #expect(driver.output[1].contains("no-such-user"))
  }

  @Test func nothingHostileComesThrough() {
    for text in HostileText.samples {
      let line = EventLine.text(
        of: DeliveredMessage(
          id: EntryID(rawValue: 1), time: WallTime(seconds: 0), kind: .broadcast, sender: .former(text), body: text,
          request: nil))
      #expect(HostileText.danger(in: line) == nil)
      #expect(HostileText.danger(in: EventLine.text(of: .others([text]), tag: .text(text))) == nil)
    }
  }

  private static func expecting(
    _ pattern: String, from sender: String? = nil, _ change: (inout ScriptOptions) -> Void = { _ in }
  ) throws -> ScriptDriver {
    let pattern = try MessagePattern(pattern)
    return .member(.none) {
      $0.expectation = ScriptOptions.Expectation(pattern: pattern, sender: sender)
      change(&$0)
    }
  }
}
