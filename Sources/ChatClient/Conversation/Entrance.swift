import ChatCore

/// The conversation before the log-in: names and passwords, registering and de-registering.
struct Entrance {
  /// What is typed next, or what is being asked of the server.
  enum Step: Hashable {
    case name
    case password(name: String)
    case newName
    case invitation(name: String)
    case newPassword(NewAccount)
    case newPasswordAgain(NewAccount, password: String, isSecondTry: Bool)
    case existingName
    case existingPassword(name: String)
    case confirmation(name: String)
    case waiting
  }

  /// An account that is to be registered.
  struct NewAccount: Hashable {
    let name: String
    /// Of its invitation; nil where that takes none.
    let code: String?
  }

  /// What the server is asked.
  enum Question: Hashable {
    case name(String)
    case logIn(name: String)
    /// With a name and a password that were given beforehand.
    case givenLogIn(name: String)
    case newName(NewAccount)
    case registration(NewAccount)
    case departure(name: String)
    case departurePassword(name: String)
    case departureItself
  }

  var step = Step.name
  /// Whether there is somebody to be asked again after something was refused. The next lines of a pipe are answers to
  /// other questions: commands and messages would go to the server as names and passwords.
  let asksAgain: Bool
  /// The name that was given beforehand: its password is what is typed next, and never a name, which would be seen.
  private(set) var givenName: String?
  /// Whether an account was made or cancelled, which may be all that a pipe is for.
  private var hasChangedAccounts = false

  /// An entrance at its first question.
  init(asksAgain: Bool = true, givenName: String? = nil) {
    self.asksAgain = asksAgain
    self.givenName = givenName
  }

  /// Whether the input may end here and all is done that was asked for.
  var isDone: Bool {
    step == .name && hasChangedAccounts
  }

  /// The first question, as far as it is not answered beforehand.
  mutating func start(as credentials: Credentials?) -> Outcome {
    guard let credentials else { return Outcome([.show([Words.start])] + ask()) }
    guard let password = credentials.password else {
      givenName = credentials.name
      return ask(.name(credentials.name), .checkName(credentials.name))
    }
    return ask(
      .givenLogIn(name: credentials.name), .logIn(name: credentials.name, password: password))
  }

  /// Shows the prompt of the present step.
  func ask() -> [ConversationAction] {
    switch step {
    case .password, .newPassword, .newPasswordAgain, .existingPassword: [.prompt(.password), .takeLine]
    case .name, .newName, .invitation, .existingName, .confirmation: [.prompt(.answer), .takeLine]
    case .waiting: []
    }
  }

  /// What is said when a dialogue of the present step goes on after a refusal, and when it is left; nil outside of one.
  private var dialogue: (goesOn: String, isLeft: String)? {
    switch step {
    case .newName, .invitation, .newPassword, .newPasswordAgain: (Words.stillRegistering, Words.nothingRegistered)
    case .existingName, .existingPassword, .confirmation: (Words.stillCancelling, Words.nothingCancelled)
    case .name, .password, .waiting: nil
    }
  }

  /// Leaves a dialogue for the log-in, since nothing was typed, or Ctrl+C; nil outside of one, and where nobody sits.
  mutating func leaveDialogue() -> Outcome? {
    asksAgain ? dialogue.map { startAgain([$0.isLeft]) } : nil
  }

  /// Tells why something failed, and goes back to `step` of the same dialogue where there is somebody to be asked: who is
  /// asked for something else unawares types a password where everybody sees it.
  mutating func stay(at step: Step, after reason: [String], _ question: String, _ code: ExitCode = .refused) -> Outcome
  {
    guard asksAgain else { return failed(reason, code) }
    self.step = step
    let goesOn = dialogue.map { [$0.goesOn] } ?? []
    return go(to: step, showing: MessageText.sentences(reason) + goesOn + [question])
  }

  /// Goes to `step` after showing `lines`.
  mutating func go(to step: Step, showing lines: [String]) -> Outcome {
    self.step = step
    return Outcome((lines.isEmpty ? [] : [.show(lines)]) + ask())
  }

  /// Tells what became of something, and begins again.
  mutating func startAgain(_ news: [String]) -> Outcome {
    go(to: .name, showing: MessageText.sentences(news) + [Words.start])
  }

  /// Tells that an account was made or cancelled, and begins again.
  mutating func startAgain(afterChange news: String) -> Outcome {
    hasChangedAccounts = true
    return startAgain([news])
  }

  /// Tells why something failed, and begins again where there is somebody to be asked.
  mutating func failed(_ reason: [String], _ code: ExitCode = .refused) -> Outcome {
    asksAgain ? startAgain(reason) : Outcome([.show(MessageText.sentences(reason))], next: .end(code))
  }

  /// Sends `request` and waits for its answer.
  mutating func ask(_ question: Question, _ request: Request) -> Outcome {
    step = .waiting
    return Outcome(asking: request, for: .entrance(question))
  }

  /// The server answered `question`.
  mutating func replied(to question: Question, _ reply: Reply) -> Outcome {
    guard case .waiting = step else { return Outcome() }
    switch reply {
    case .refused(.full(let maxCon)):
      return Outcome([.show(Refusal.full(maxCon: maxCon).lines)], next: .end(.refused))
    case .refused(.filledUp(let maxCon)):
      return Outcome([.show(Refusal.filledUp(maxCon: maxCon).lines)], next: .end(.refused))
    default:
      break
    }
    // The code is the next line of a pipe too: a room that needs one has its answer written for it.
    if !asksAgain, case .refused(let refusal) = reply, refusal != .invitationNeeded {
      return giveUp(refusal, question)
    }
    switch question {
    case .name(let name): return repliedToName(name, reply)
    case .logIn(let name): return repliedToLogIn(as: name, reply)
    case .givenLogIn(let name): return repliedToGivenLogIn(as: name, reply)
    case .newName(let account): return repliedToNewName(account, reply)
    case .registration(let account): return repliedToRegistration(account, reply)
    case .departure(let name): return repliedToDeparture(name, reply)
    case .departurePassword(let name): return repliedToDeparturePassword(reply, name: name)
    case .departureItself: return repliedToDepartureItself(reply)
    }
  }

  /// A refusal where nobody is asked again. Each further try would bring the name nearer to its block besides.
  private func giveUp(_ refusal: Refusal, _ question: Question) -> Outcome {
    let name: String
    switch question {
    case .name(let given), .logIn(let given), .givenLogIn(let given), .departure(let given),
      .departurePassword(let given):
      name = given
    case .newName, .registration, .departureItself:
      return Outcome([.show(MessageText.sentences(refusal.lines))], next: .end(.refused))
    }
    let failure = LogInFailure(refusal, name: name)
    return Outcome([.show([TerminalSanitizer.line(failure.sentence)])], next: .end(failure.code))
  }

  /// The person answered the present question.
  mutating func typed(_ line: String) -> Outcome {
    let trimmed = String(line.trimmed(of: \.isWhitespace))
    if trimmed.isEmpty, let outcome = leaveDialogue() { return outcome }
    switch step {
    case .name:
      return typedName(trimmed)
    case .password(let name):
      return typedPassword(Self.withoutLineEnd(line), name: name)
    case .newName:
      return typedNewName(trimmed)
    case .invitation(let name):
      return typedInvitation(trimmed, name: name)
    case .newPassword(let account):
      return typedNewPassword(Self.withoutLineEnd(line), account)
    case .newPasswordAgain(let account, let password, let isSecondTry):
      return typedPasswordAgain(
        Self.withoutLineEnd(line), account, password: password, isSecondTry: isSecondTry)
    case .existingName:
      return typedExistingName(trimmed)
    case .existingPassword(let name):
      return typedExistingPassword(Self.withoutLineEnd(line), name: name)
    case .confirmation(let name):
      return typedConfirmation(trimmed, name: name)
    case .waiting:
      return Outcome()
    }
  }

  /// Whether `name` is so long that no account has it; such a one is not sent, for frames before the log-in are short.
  static func isTooLong(_ name: String) -> Bool {
    name.utf8.count > 8 * AccountName.maximumLength
  }

  /// Blanks are part of a password; the CR of a file written elsewhere is not.
  private static func withoutLineEnd(_ line: String) -> String {
    line.last == "\r" ? String(line.dropLast()) : line
  }
}
