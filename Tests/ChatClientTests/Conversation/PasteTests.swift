import ChatCore
import ChatTerminal
import Testing

@testable import ChatClient

@Suite struct PasteTests {
  private var driver = ConversationDriver.member(pace: .ahead)

  private mutating func paste(_ lines: String..., before: String = "", after: String = "", isCut: Bool = false) {
    driver.screen = []
    driver.isTaking = false
    driver.perform(
      driver.conversation.pasted(
        Paste(before: before, lines: lines, after: after, isCut: isCut), at: driver.now))
  }

  @Test mutating func nothingGoesOutBeforeTheAnswer() {
    paste("a", "b", before: "message bob ", after: "!")
    #expect(driver.requests.isEmpty)
    #expect(driver.prompt == .answer)
    driver.type(" YES ")
    #expect(driver.request == .message(to: "bob", body: "a\nb!"))
    #expect(driver.prompt == .command(of: "facebook"))
  }

  @Test(arguments: ["bob", "*", "", "two words", "no"])
  mutating func whomItIsFor(answer: String) {
    paste("quit", "  logout")
    driver.type(answer)
    switch answer {
    case "bob", "no": #expect(driver.request == .message(to: answer, body: "quit\n  logout"))
    case "*": #expect(driver.request == .broadcast(body: "quit\n  logout"))
    case "": #expect(driver.requests.isEmpty && driver.prompt == .command(of: "facebook"))
    default: #expect(driver.requests.isEmpty && driver.prompt == .answer)
    }
  }

  @Test mutating func whatIsDroppedLeavesTheDraft() {
    paste("a", "b", before: "broadcast ", after: "")
    driver.type("no")
    #expect(driver.requests.isEmpty)
    #expect(driver.prompt == Prompt(text: "facebook> ", kind: .command, draft: "broadcast "))
    driver.type("broadcast c")
    #expect(driver.request == .broadcast(body: "c"))
    #expect(driver.prompt == .command(of: "facebook"))
    paste("a", "b", before: "broadcast ")
    driver.isTaking = false
    driver.perform(driver.conversation.interrupted(at: driver.now))
    #expect(driver.prompt == Prompt(text: "facebook> ", kind: .command, draft: "broadcast "))
    #expect(driver.code == nil)
  }

  @Test mutating func aSystemsRequestEndsTheProgramAnyway() {
    paste("a", "b")
    driver.perform(driver.conversation.terminated(at: driver.now))
    #expect(driver.requests.last?.request == .leave(.quit))
  }

  @Test mutating func limitsAreToldBeforeSending() {
    paste(String(repeating: "x", count: 8_000), String(repeating: "y", count: 200), before: "broadcast ")
    #expect(driver.screen.first == Refusal.bodyTooLong(maximum: 8_192).lines.first)
    #expect(driver.prompt == Prompt(text: "facebook> ", kind: .command, draft: "broadcast "))
    paste("a", "b", before: "broadcast ", isCut: true)
    #expect(driver.screen.first == Refusal.bodyTooLong(maximum: 8_192).lines.first)
    paste(String(repeating: "x", count: 8_000), String(repeating: "y", count: 191), before: "broadcast ")
    driver.type("yes")
    #expect(driver.requests.count == 1)
  }

  @Test mutating func hostileTextIsShownAsText() {
    paste("broadcast \u{202E}a", "b\u{9B}2J", "3", "4", "5", "6", "7")
    #expect(
      driver.screen == [
        "What you have pasted makes one message of 7 lines (17 characters):", "  | <U+202E>a", "  | b<U+009B>2J",
        "  | 3",
        "  | 4", "  | 5", "  | … and 2 more lines", "Send it to everybody? Please enter \"yes\" or \"no\":", ">> ",
      ])
  }
}
