import ChatCore
import Glibc
import Testing

@testable import ChatServer

/// What people give to --since and --until.
@Suite struct LogTimeTests {
  let now = WallTime(microseconds: 1_393_968_750_000_000)  // 2014-03-04 21:32:30 UTC

  @Test(arguments: [
    ("30s", 30), ("30m", 1_800), ("2h", 7_200), ("3d", 259_200), ("1w", 604_800), ("1h30m", 5_400), (" 2h ", 7_200),
    ("0s", 0),
  ])
  func ages(text: String, seconds: Int64) {
    #expect(LogTimeExpression.time(text, now: now)?.microseconds == now.microseconds - seconds * 1_000_000)
  }

  @Test(arguments: [
    ("2014-03-04T21:32:30Z", 1_393_968_750_000_000), ("2014-03-04T22:32:30+01:00", 1_393_968_750_000_000),
    ("2014-03-04t16:02:30-05:30", 1_393_968_750_000_000), ("2014-03-04 21:32:30.125Z", 1_393_968_750_125_000),
    ("2014-03-04T21:32Z", 1_393_968_720_000_000), ("1969-12-31T23:59:59Z", -1_000_000),
    ("2000-02-29T00:00:00Z", 951_782_400_000_000),
  ])
  func zones(text: String, microseconds: Int64) {
    #expect(LogTimeExpression.time(text, now: now)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "2014-03-04 21:32:30", "2014-03-04_21:32:30", "2014-03-04 21:32", "2014-03-04", "21:32:30", "21:32",
  ])
  func localTimes(text: String) throws {
    let time = try #require(LogTimeExpression.time(text, now: now))
    let shown = LocalTime(time).original
    let wanted = text.replacing(" ", with: "_")
    #expect(text.hasPrefix("2") && text.count > 8 ? shown.hasPrefix(wanted) : shown.contains(wanted))
  }

  @Test(arguments: [
    "", "h", "2", "2x", "-2h", "2h3", "99999999999999999999h", "101w5300w", "2014-13-01", "2014-02-30 10:00",
    "2014-3-4",
    "24:00", "21:60", "2014-03-04 21", "2014-03-04T21:32:30+1", "2014-03-04T21:32:30.Z", "yesterday", "12:34:56:78",
  ])
  func nonsense(text: String) {
    #expect(LogTimeExpression.time(text, now: now) == nil)
  }

  @Test func whatIsShownIsReadBack() {
    for seconds in stride(from: Int64(0), to: 2_000_000_000, by: 7_654_321) {
      let time = WallTime(microseconds: seconds * 1_000_000 + 125_000)
      #expect(CivilTime(LocalTime(time).iso8601.utf8)?.wallTime == time)
    }
  }
}
