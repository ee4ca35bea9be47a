import ChatCore
import ChatTestSupport
import Testing

@Suite("Passwords that a program of the place knows")
struct CheckPasswordTests {
  private static let command = "/usr/bin/true -x"

  /// A room with `facebook` in it, whose password is another one elsewhere.
  private func room(creates: Bool = false) -> TestRoom {
    let room = TestRoom("facebook")
    room.passwordsElsewhere = ["facebook": "elsewhere", "shuo": "shuo's"]
    room.with {
      $0.change {
        $0[value: .checkPassword] = .word(Self.command)
        $0[isOn: .checkPasswordCreates] = creates
      }
    }
    return room
  }

  @Test func aCommandIsAnAbsolutePathAndWords() {
    #expect(PasswordCommand(" /bin/a  -b\tc ", seconds: 3)?.arguments == ["-b", "c"])
    #expect(PasswordCommand("bin/a", seconds: 3) == nil && PasswordCommand(" ", seconds: 3) == nil)
    #expect(Setting.checkPassword.value(of: "true") == nil)
    #expect(Setting.checkPassword.value(of: "none") == .word("none"))
    #expect(Setting.checkPassword.taken.contains("absolute path"))
    #expect(Settings().passwordCommand == nil)
  }

  @Test func itAloneSaysWhatIsRight() throws {
    let room = room()
    let session = try room.connect()
    #expect(room.logIn(session, "facebook") == .refused(.wrongPassword(triesLeft: 2)))
    #expect(room.logIn(session, "FACEBOOK", password: "elsewhere") == .welcome(name: "facebook"))
    #expect(RoomHarness.matches(RoomHarness.password(of: "facebook"), room.store.state.accounts.first?.verifier))
    // And no more when it is taken away.
    room.leave(session)
    room.with { $0.change { $0[value: .checkPassword] = .word("none") } }
    #expect(room.logIn(try room.connect(), "facebook", password: "elsewhere").refusal == .wrongPassword(triesLeft: 2))
    #expect(room.logIn(try room.connect(), "facebook") == .welcome(name: "facebook"))
  }

  @Test func itIsGivenTheNameAsItWasRegistered() throws {
    let room = room()
    room.holdsPasswords = true
    let session = try room.connect()
    _ = room.logIn(session, "FaceBook", password: "x")
    let command = try #require(PasswordCommand(Self.command, seconds: 10))
    #expect(room.pendingPasswords == [.ask(session, command, name: "facebook", password: "x")])
  }

  @Test func threeWrongOnesBlock() throws {
    let room = room()
    let session = try room.connect()
    for triesLeft in [2, 1] {
      #expect(room.logIn(session, "facebook", password: "x") == .refused(.wrongPassword(triesLeft: triesLeft)))
    }
    #expect(room.logIn(session, "facebook", password: "x") == .refused(.nowBlocked(seconds: 60)))
    #expect(room.logIn(try room.connect(), "facebook", password: "elsewhere").refusal == .stillBlocked(seconds: 60))
  }

  @Test(arguments: [false, true]) func whenItCanNotTellNothingIsCounted(creates: Bool) throws {
    let room = room(creates: creates)
    room.commandTrouble = "it ended with exit code 2"
    let session = try room.connect()
    for _ in 0..<100 {
      #expect(room.logIn(session, "facebook", password: "x") == .refused(.passwordNotChecked))
    }
    #expect(
      room.logged.contains(
        .logInRefused(user: "facebook", address: "127.0.0.1", .notChecked("it ended with exit code 2"))))
    #expect(room.ask(session, .register(name: "shuo", password: "x")) == .refused(.passwordNotChecked))
    #expect(room.ask(session, .verifyDeparture(name: "facebook", password: "x")) == .refused(.passwordNotChecked))
    room.commandTrouble = nil
    #expect(room.logIn(session, "facebook", password: "elsewhere") == .welcome(name: "facebook"))
  }

  @Test func aPasswordOfTwoLinesIsNone() throws {
    let room = room(creates: true)
    room.holdsPasswords = true
    let session = try room.connect()
    for name in ["facebook", "shuo"] {
      #expect(room.logIn(session, name, password: "a\nb") == .refused(.passwordMalformed))
      #expect(room.logIn(session, name, password: "") == .refused(.passwordMalformed))
    }
    #expect(room.ask(session, .register(name: "shuo", password: "a\nb")) == .refused(.passwordMalformed))
    #expect(room.pendingPasswords.isEmpty)
  }

  @Test func whoRegistersShowsToHaveThePassword() throws {
    let room = room()
    room.with { $0.change { $0[.passwordMin] = 100 } }
    let session = try room.connect()
    #expect(room.ask(session, .register(name: "shuo", password: "x")) == .refused(.credentialsWrong))
    #expect(room.ask(session, .register(name: "shuo", password: "shuo's")) == .registered(name: "shuo"))
    #expect(room.store.state.accounts.last?.verifier == .unusable)
    #expect(room.logIn(session, "shuo", password: "shuo's") == .welcome(name: "shuo"))
  }

  @Test func registeringIsNoWayToGuess() throws {
    let room = TestRoom { $0[.failedLogIns] = 2 }
    room.with { $0.change { $0[value: .checkPassword] = .word(Self.command) } }
    let session = try room.connect()
    for _ in 0..<2 {
      #expect(room.ask(session, .register(name: "shuo", password: "x")) == .refused(.credentialsWrong))
    }
    guard case .tooManyFailures? = room.ask(session, .register(name: "shuo", password: "x")).refusal else {
      Issue.record("a third guess was looked at")
      return
    }
  }

  @Test func aNewcomerGetsAnAccountAtTheFirstLogIn() throws {
    let room = room(creates: true)
    let session = try room.connect()
    #expect(room.ask(session, .checkName("shuo")) == .nameKnown)
    #expect(room.logIn(session, "shuo", password: "x") == .refused(.credentialsWrong))
    #expect(room.logged.contains(.logInRefused(user: nil, address: "127.0.0.1", .credentialsWrong)))
    #expect(room.logIn(session, "shuo", password: "shuo's") == .welcome(name: "shuo"))
    #expect(room.store.state.accounts.last?.verifier == .unusable)
    #expect(room.logged.suffix(3).contains(.registered(user: "shuo", address: "127.0.0.1")))
    // The account is one as all others.
    let facebook = try room.connect()
    #expect(room.logIn(facebook, "facebook", password: "elsewhere") == .welcome(name: "facebook"))
    room.ask(facebook, .message(to: "shuo", body: "hi"))
    #expect(room.messages(session) == ["facebook(private): hi"])
    room.leave(session)
    room.with { $0.crash() }
    #expect(room.logIn(try room.connect(), "shuo", password: "shuo's") == .welcome(name: "shuo"))
    #expect(room.store.state.accounts.count == 2)
  }

  @Test func aNewcomerWhoseNameIsBannedIsToldSo() throws {
    let room = room(creates: true)
    try room.administer { room, turn in
      try room.banning("facebook", until: nil, reason: nil, turn: turn)
    }
    let session = try room.connect()
    #expect(room.ask(session, .checkName("faceb00k")) == .refused(.nameBanned("faceb00k")))
    #expect(room.logIn(session, "faceb00k", password: "shuo's") == .refused(.nameBanned("faceb00k")))
    #expect(room.logged.contains(.logInRefused(user: nil, address: "127.0.0.1", .banned)))
    // Where no account would be made nobody is told whose name it is.
    room.with { $0.change { $0[isOn: .checkPasswordCreates] = false } }
    #expect(room.ask(session, .checkName("faceb00k")) == .refused(.unknownName))
  }

  @Test(arguments: [true, false]) func whatWasTurnedOffMeanwhileMakesNoAccount(isCommand: Bool) throws {
    let room = room(creates: true)
    room.holdsPasswords = true
    let session = try room.connect()
    _ = room.logIn(session, "shuo", password: "shuo's")
    room.with { harness in
      harness.change {
        if isCommand { $0[value: .checkPassword] = .word("none") } else { $0[isOn: .checkPasswordCreates] = false }
      }
    }
    room.with { $0.answerPassword(of: session) }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.unknownName))
    #expect(room.store.state.accounts.count == 1)
  }

  @Test func withoutThatNobodyDoes() throws {
    let room = room()
    let session = try room.connect()
    #expect(room.ask(session, .checkName("shuo")) == .refused(.unknownName))
    #expect(room.logIn(session, "shuo", password: "shuo's") == .refused(.unknownName))
    // Nor does a setting that has no command.
    room.with {
      $0.change {
        $0[value: .checkPassword] = .word("none")
        $0[isOn: .checkPasswordCreates] = true
      }
    }
    #expect(room.ask(session, .checkName("shuo")) == .refused(.unknownName))
    #expect(room.logIn(session, "shuo", password: "shuo's") == .refused(.unknownName))
    #expect(room.store.state.accounts.count == 1)
  }

  @Test func aNameThatCanNotBeRegisteredIsNoNewcomers() throws {
    let room = room(creates: true)
    room.passwordsElsewhere["system"] = "x"
    let session = try room.connect()
    #expect(room.ask(session, .checkName("system")) == .refused(.unknownName))
    #expect(room.logIn(session, "system", password: "x") == .refused(.unknownName))
  }

  @Test func aNewcomerIsNotWelcomeBeforeTheAccountIsOnDisk() throws {
    let room = room(creates: true)
    let session = try room.connect()
    room.isPrompt = false
    #expect(room.logIn(session, "shuo", password: "shuo's") == nil)
    // Another one of the name waits for no account that may fail.
    let second = try room.connect()
    #expect(room.logIn(second, "shuo", password: "shuo's") == .refused(.unknownName))
    room.with { $0.failCommit() }
    #expect(room.inboxes[session]?.replies.last?.reply == .refused(.notStored))
    #expect(room.room.onlineUsers.isEmpty)
    room.with { $0.leaveReadOnly() }
    room.isPrompt = true
    #expect(room.logIn(session, "shuo", password: "shuo's") == .welcome(name: "shuo"))
  }

  @Test func aNewcomerTakesAPlaceLikeAnybody() throws {
    let room = room(creates: true)
    let facebook = try room.connect()
    let session = try room.connect()
    room.with { $0.set(.maxCon, to: "1") }
    #expect(room.logIn(facebook, "facebook", password: "elsewhere") == .welcome(name: "facebook"))
    #expect(room.logIn(session, "shuo", password: "shuo's") == .refused(.filledUp(maxCon: 1)))
    #expect(room.inboxes[session]?.isClosed == true)
  }

  @Test func whoIsGoneBeforeTheAccountIsOnDiskHasOneAllTheSame() throws {
    let room = room(creates: true)
    let session = try room.connect()
    room.isPrompt = false
    _ = room.logIn(session, "shuo", password: "shuo's")
    room.lose(session)
    room.with { $0.commit() }
    room.isPrompt = true
    #expect(room.room.onlineUsers.isEmpty)
    #expect(room.logIn(try room.connect(), "shuo", password: "shuo's") == .welcome(name: "shuo"))
  }

  @Test func passwordsAreNotChangedHere() throws {
    let room = room()
    let session = try room.connect()
    _ = room.logIn(session, "facebook", password: "elsewhere")
    #expect(room.ask(session, .changePassword(old: "elsewhere", new: "x")) == .refused(.passwordKeptElsewhere))
    #expect(throws: AdminError.refused(.passwordKeptElsewhere)) {
      try room.administer { room, turn in
        try room.changingPassword(of: "facebook", to: .unusable, turn: &turn)
      }
    }
    #expect(room.history.count == 1)
  }

  @Test func nothingIsHashedAnew() throws {
    let room = TestRoom("facebook") { $0[.passwordCost] = 4 }
    room.passwordsElsewhere = ["facebook": "elsewhere"]
    room.with {
      $0.change {
        $0[value: .checkPassword] = .word(Self.command)
        $0[.passwordCost] = 9
      }
    }
    #expect(room.logIn(try room.connect(), "facebook", password: "elsewhere") == .welcome(name: "facebook"))
    #expect(room.history.count == 1 && room.pendingRehashes.isEmpty)
  }

  @Test func whoStandsInLineIsAskedOfWhatIsSetThen() throws {
    let room = TestRoom { $0[.failedLogIns] = 1 }
    room.holdsPasswords = true
    room.with { $0.change { $0[value: .checkPassword] = .word(Self.command) } }
    let first = try room.connect()
    let second = try room.connect()
    room.ask(first, .register(name: "amy", password: "x"))
    room.ask(second, .register(name: "bob", password: "y"))
    #expect(room.pendingPasswords.count == 1)
    room.passwordsElsewhere["amy"] = "x"
    room.with { $0.change { $0[value: .checkPassword] = .word("none") } }
    room.with { $0.answerPassword(of: first) }
    #expect(room.pendingPasswords == [.hash(second, password: "y")])
    room.with { $0.answerPassword(of: second) }
    #expect(room.inboxes[second]?.replies.last?.reply == .registered(name: "bob"))
  }

  @Test func anAccountIsCancelledWithThePasswordFromElsewhere() throws {
    let room = room(creates: true)
    let session = try room.connect()
    #expect(
      room.ask(session, .verifyDeparture(name: "facebook", password: "x")) == .refused(.wrongPassword(triesLeft: 2)))
    #expect(
      room.ask(session, .verifyDeparture(name: "facebook", password: "elsewhere"))
        == .departureVerified(name: "facebook"))
    #expect(room.ask(session, .deregister) == .deregistered(name: "facebook"))
    #expect(room.ask(session, .verifyDeparture(name: "shuo", password: "shuo's")) == .refused(.unknownName))
  }
}
