import ChatCore
import ChatTestSupport
import Testing

/// Who goes while a password is looked at gets no guess for nothing, and pays nothing for a right one.
@Suite("Passwords whose client has gone")
struct GoneClientTests {
  /// What the password is looked at for.
  enum Attempt: CaseIterable {
    case logIn
    case departure
    case change
  }

  /// How the client goes.
  enum Way: CaseIterable {
    case lost
    case quit
  }

  private static let address = "10.0.0.1"
  private let room: TestRoom

  /// Two tries in 20 seconds.
  init() {
    room = TestRoom("ann", "bob") { limits in
      limits[.failedLogIns] = 2
      limits[.failedLogInTime] = 20
    }
  }

  @Test(arguments: Attempt.allCases, Way.allCases)
  func aRightOneIsNoFailure(attempt: Attempt, way: Way) throws {
    for _ in 0..<5 { try go(way, from: attempt, password: RoomHarness.password(of: "ann")) }
    #expect(try guesses(at: "ann") == 2)
  }

  @Test(arguments: Attempt.allCases, Way.allCases)
  func aWrongOneIsAFailure(attempt: Attempt, way: Way) throws {
    try go(way, from: attempt, password: "wrong")
    #expect(try guesses(at: "ann") == 1)
  }

  @Test(arguments: Way.allCases)
  func aRightOneIsNoLogIn(way: Way) throws {
    try go(way, from: .logIn, password: RoomHarness.password(of: "ann"))
    #expect(room.room.onlineCount == 0)
    #expect(!room.logged.contains(.loggedIn(user: "ann", address: Self.address, resumed: false)))
    // Nor has ann tries of her own there now, as who has logged in would.
    #expect(try guesses(at: "bob") == 2)
    #expect(room.enters("ann", from: Self.address) == nil)
  }

  /// Has a password of ann's looked at, for a client that is gone when the check is back.
  private func go(_ way: Way, from attempt: Attempt, password: String) throws {
    let session =
      attempt == .change ? try room.enter("ann", from: Self.address) : try room.connect(from: Self.address)
    let request: Request =
      switch attempt {
      case .logIn: .logIn(name: "ann", password: password)
      case .departure: .verifyDeparture(name: "ann", password: password)
      case .change: .changePassword(old: password, new: "another one")
      }
    room.holdsPasswords = true
    #expect(room.ask(session, request) == nil)
    switch way {
    case .lost: room.lose(session)
    case .quit: room.ask(session, .leave(.quit))
    }
    #expect(room.pendingPasswords.count == 1)
    room.with { $0.answerPassword(of: session) }
    room.holdsPasswords = false
    room.lose(session)
  }

  /// How many wrong passwords of `name` are looked at until the address has to wait.
  private func guesses(at name: String) throws -> Int {
    for count in 0..<10 {
      let session = try room.connect(from: Self.address)
      let refusal = room.logIn(session, name, password: "wrong").refusal
      room.lose(session)
      if case .tooManyFailures = refusal { return count }
      #expect(refusal == .wrongPassword(triesLeft: 2))
    }
    return 10
  }
}
