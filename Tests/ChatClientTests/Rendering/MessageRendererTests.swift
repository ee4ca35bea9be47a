import ChatCore
import Testing

@testable import ChatClient

@Suite struct MessageRendererTests {
  private func renderer(
    color: ReadingOptions.Color = .auto, times: Bool = false, bell: ReadingOptions.Bell = .off, isTerminal: Bool = true,
    environment: [String: String] = [:]
  ) -> MessageRenderer {
    let options = ReadingOptions(color: color, showsTimes: times, bell: bell)
    return MessageRenderer(
      style: MessageStyle(options, isTerminal: isTerminal) { environment[$0] }, name: "facebook")
  }

  private func message(
    _ body: String, kind: MessageKind = .broadcast, from sender: SenderLabel = .account("Columbia")
  ) -> DeliveredMessage {
    DeliveredMessage(
      id: EntryID(rawValue: 1), time: WallTime(microseconds: 1_393_986_750_000_000), kind: kind, sender: sender,
      body: body, request: nil)
  }

  @Test func aPipeGetsWhatTheOriginalShows() {
    let plain = renderer(isTerminal: false)
    #expect(plain.lines(of: message("hi facebook\nx")) == ["Columbia(broadcast): hi facebook", "  | x"])
    #expect(
      plain.lines(of: message("x", from: .former("bob"))) == ["[former account] bob(broadcast): x"])
    #expect(plain.lines(of: message("a.txt", kind: .fileTransfer)) == ["Columbia(file_transfer): a.txt"])
  }

  @Test func colorIsForTerminalsUnlessSomebodySaysOtherwise() {
    func isColored(_ renderer: MessageRenderer) -> Bool {
      renderer.lines(of: message("x"))[0].contains("\u{1B}[")
    }
    #expect(isColored(renderer()))
    #expect(!isColored(renderer(isTerminal: false)))
    #expect(isColored(renderer(color: .always, isTerminal: false)))
    #expect(!isColored(renderer(color: .never)))
    #expect(!isColored(renderer(environment: ["NO_COLOR": "1"])))
    #expect(isColored(renderer(environment: ["NO_COLOR": ""])))
    #expect(!isColored(renderer(environment: ["TERM": "dumb"])))
    #expect(isColored(renderer(color: .always, environment: ["NO_COLOR": "1"])))
  }

  @Test func everybodyHasOneColor() {
    #expect(TextColor.person("Columbia") == TextColor.person("columbia"))
    #expect(Set((1...100).map { TextColor.person("user\($0)") }).count == 11)
    #expect(TextColor.person("Columbia") == "\u{1B}[94m")
  }

  @Test func whatOthersWriteSteersNothing() {
    let lines = renderer().lines(
      of: message("\u{1B}[2J facebook \u{9B}0m\nSystem(broadcast): \u{202E}", kind: .private))
    #expect(lines.count == 2)
    let escapes = lines.joined().split(separator: "\u{1B}").dropFirst()
    #expect(escapes.allSatisfy { $0.wholeMatch(of: /\[\d+m.*/) != nil })
    #expect(!lines.joined().contains("\u{1B}[2J") && !lines.joined().contains("\u{9B}"))
    #expect(lines[1].hasPrefix("  | "))
  }

  @Test func aMentionIsMarkedWithAndWithoutColor() {
    let marked = TextColor.wrap("FACEBOOK", in: TextColor.bold + TextColor.reverse)
    #expect(renderer().lines(of: message("hi FACEBOOK!"))[0].hasSuffix(": hi \(marked)!"))
    #expect(renderer(color: .never).lines(of: message("hi FACEBOOK!")) == ["* Columbia(broadcast): hi FACEBOOK!"])
    #expect(renderer(color: .never).lines(of: message("hi facebooks!")) == ["Columbia(broadcast): hi facebooks!"])
    let own = message("I am facebook", from: .account("facebook"))
    #expect(renderer(color: .never).lines(of: own) == ["facebook(broadcast): I am facebook"])
  }

  @Test(arguments: [
    ("bob", 1), ("Bob!", 1), ("@BOB, hi", 1), ("hi bob.", 1), ("bob.", 1), ("bob's", 1), ("(bob)", 1), ("bob bob", 2),
    ("bobby", 0), ("bob-2", 0), ("bob.smith", 0), ("x.bob", 0), ("kebob", 0), ("b_bob", 0), ("übob", 0), ("bobé", 0),
    ("日bob", 0), ("bo", 0), ("", 0), ("b\u{0}ob", 0), ("\u{1F600}bob\u{1F600}", 1),
  ])
  func aMentionIsAWord(_ text: String, count: Int) {
    #expect(Mention.ranges(of: "Bob", in: text).count == count, "\(text)")
  }

  @Test func timesAreLocal() {
    let written = message("x")
    let times = renderer(color: .never, times: true)
    #expect(times.lines(of: written)[0].wholeMatch(of: /\[\d\d:\d\d:30\] Columbia\(broadcast\): x/) != nil)
    #expect(
      times.lines(of: written, .missed)[0].wholeMatch(of: /\[2014-03-0\d \d\d:\d\d:30\] Columbia\(broadcast\): x/)
        != nil)
    let far = DeliveredMessage(
      id: EntryID(rawValue: 1), time: WallTime(microseconds: .min), kind: .broadcast, sender: .system, body: "x",
      request: nil)
    #expect(times.lines(of: far).count == 1)
  }

  @Test func thePastSaysWhenAndToWhom() {
    let plain = renderer(isTerminal: false)
    let own = PastMessage(message("x", kind: .private, from: .account("facebook")), to: "bob")
    #expect(plain.lines(of: own)[0].hasSuffix("] facebook(private to bob): x"))
    let others = PastMessage(message("x", kind: .private), to: "facebook")
    #expect(plain.lines(of: others)[0].hasSuffix("] Columbia(private): x"))
  }

  @Test(arguments: ReadingOptions.Bell.allCases)
  func theBellRingsForWhatIsWanted(_ bell: ReadingOptions.Bell) {
    let renderer = renderer(bell: bell)
    let messages = [
      message("x", from: .account("facebook")), message("x"), message("facebook?"), message("x", kind: .private),
      message("x", kind: .fileTransfer),
    ]
    let expected: [Bool] =
      switch bell {
      case .off: [false, false, false, false, false]
      case .private: [false, false, false, true, true]
      case .mention: [false, false, true, true, true]
      case .all: [false, true, true, true, true]
      }
    #expect(messages.map(renderer.rings) == expected)
    #expect(!self.renderer(bell: bell, isTerminal: false).rings(for: messages[3]))
  }
}
