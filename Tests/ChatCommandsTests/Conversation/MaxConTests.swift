import ChatTestSupport
import Testing

/// No more people than MaxCon allows.
@Suite(.waiting) struct MaxConTests {
  private static let full =
    "The connection has reached its maximum value 1, please wait a moment for others to log out and then log in later on."

  @Test func aFullRoomIsToldAtOnce() throws {
    let room = try SampleRoom(parameters: ["MaxCon": "1"])
    let member = try room.member("facebook")
    let late = try room.server.client()
    let rest = try late.rest()
    #expect(rest.lines == [Self.full])
    #expect(rest.code == 1)
    #expect(late.errors.isEmpty)

    member.send("logout")
    #expect(try member.wait() == 0)
    _ = try room.member("Columbia")
  }

  @Test func aRoomThatFilledUpMeanwhileIsToldAfterThePassword() throws {
    let room = try SampleRoom(parameters: ["MaxCon": "1"])
    let late = try room.server.guest()
    try late.expectAnswer(to: "Columbia", ["Please enter your password:"])
    let member = try room.member("facebook")
    late.send("116bway")
    let rest = try late.rest()
    #expect(
      rest.lines == [
        "I'm sorry. Although you have passed the password verification, there already exist maximum number users online.",
        Self.full,
      ])
    #expect(rest.code == 1)
    try member.expectAnswer(to: "whoelse", ["There are no other users."])
  }

  @Test func zeroLetsNobodyIn() throws {
    let rest = try SampleRoom(parameters: ["MaxCon": "0"]).server.client().rest()
    #expect(rest.lines == [Self.full.replacing("value 1", with: "value 0")])
    #expect(rest.code == 1)
  }
}
