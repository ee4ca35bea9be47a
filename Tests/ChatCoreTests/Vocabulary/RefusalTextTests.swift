import ChatCore
import Testing

@Suite("The words of a refusal")
struct RefusalTextTests {
  // The sentences of the original's transcripts, their typing errors mended.
  @Test(arguments: [
    (Refusal.unknownName, ["Username not existing. Please type again:"]),
    (.alreadyOnline, ["The present user is being logged in. Please use another user to log-in:"]),
    (
      .wrongPassword(triesLeft: 2),
      ["Wrong password! You have 2 times to give another try for this user on this machine in this connection session!"]
    ),
    (
      .wrongPassword(triesLeft: 1),
      ["Wrong password! You have 1 times to give another try for this user on this machine in this connection session!"]
    ),
    (
      .nowBlocked(seconds: 50),
      [
        "Wrong password for 3 times. You are blocked. Please try to log-in with this user after 50.0 seconds. "
          + "Or you can try another user in this machine."
      ]
    ),
    (
      .stillBlocked(seconds: 39.7975831032),
      [
        "You are blocked! Please wait, you have 39.8 seconds left to log in using this name again!",
        "You can try another user:",
      ]
    ),
    (
      .tooManyFailures(seconds: 0.01),
      [
        "Too many log-ins from your address have failed. Please wait, you have 0.1 seconds left until another one is "
          + "looked at!"
      ]
    ),
    (
      .full(maxCon: 5),
      [
        "The connection has reached its maximum value 5, please wait a moment for others to log out and then log in "
          + "later on."
      ]
    ),
    (
      .filledUp(maxCon: 5),
      [
        "I'm sorry. Although you have passed the password verification, there already exist maximum number users "
          + "online.",
        "The connection has reached its maximum value 5, please wait a moment for others to log out and then log in "
          + "later on.",
      ]
    ),
    (.blockYourself, ["Error! You cannot block yourself! Please try again!.."]),
  ])
  func theOriginalsSentences(refusal: Refusal, lines: [String]) {
    #expect(refusal.lines == lines)
    #expect(refusal.sentence == lines.joined(separator: " "))
  }

  @Test(arguments: [(0.01, "0.1"), (0.1, "0.1"), (0.11, "0.2"), (59.99, "60.0"), (60.0, "60.0"), (86_400.0, "86400.0")])
  func timeLeftIsRoundedUp(seconds: Double, shown: String) {
    #expect(Refusal.stillBlocked(seconds: seconds).lines.first?.contains(" \(shown) seconds left") == true)
  }

  @Test(arguments: [
    Refusal.busy, .nameTaken("x"), .nameReserved("x"), .nameMalformed("x"), .passwordMalformed,
    .passwordTooShort(minimum: 8), .departureWhileOnline("x"), .departureNotVerified, .noSuchUser("x"),
    .toYourself(.message), .toYourself(.file), .blockedByReceiver("x"), .bodyEmpty, .bodyTooLong(maximum: 9),
    .unblockYourself, .alreadyBlocked("x"), .notBlocked("x"),
    .fileNameMalformed("x"), .fileTooLarge(maximum: 9), .noSuchFile(from: "x", name: "y"),
    .tooManyTransfers(maximum: 8),
    .noSuchTransfer, .fileDamaged("x"), .fileFailed("x", reason: "y"), .notStored, .readOnly, .notLoggedIn,
    .alreadyLoggedIn, .stopping, .refusedBefore, .credentialsWrong, .passwordNotChecked, .passwordKeptElsewhere,
    .other("x"),
  ])
  func everyOtherOneIsOneErrorLine(refusal: Refusal) {
    #expect(refusal.lines.count == 1)
    #expect(refusal.sentence.hasPrefix("Error! "))
    #expect(refusal.sentence.count > 7 && !refusal.sentence.contains("\n"))
  }

  @Test func namesStandInTheSentences() {
    #expect(Refusal.noSuchUser("shuo").sentence.contains("\"shuo\""))
    #expect(Refusal.noSuchFile(from: "amy", name: "my notes.txt").sentence.contains("\"my notes.txt\" from \"amy\""))
    #expect(Refusal.fileTooLarge(maximum: 1 << 30).sentence.contains("1073741824 bytes"))
  }
}
