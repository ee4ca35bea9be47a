import ChatCore
import ChatTestSupport
import Glibc
import Testing

@testable import ChatServer

/// Every line once and in order, whatever the writer does with its files meanwhile.
@Suite struct LogFollowerTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func acrossRotationStopAndStart() throws {
    var generator = SeededGenerator()
    var writer: LogFile? = log()
    var follower: LogFollower?
    var seen: [String] = []
    var number = 0
    for _ in 0..<400 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: _ = writer?.finish(at: SystemClock.now().wall)
      case 1: writer = log()  // a crash, and the next start
      case 2...4: seen += try follower?.read().compactMap { $0.field("command")?.text } ?? []
      default:
        let count = Int.random(in: 1...4, using: &generator)
        _ = writer?.append((number..<number + count).map(line), at: SystemClock.now().wall)
        number += count
      }
      if follower == nil, number > 0 {
        follower = try LogFollower(LogFiles(directory: directory.path), last: 0)
        _ = try follower?.read()
        seen = (0..<number).map(String.init)
      }
    }
    seen += try follower?.read().compactMap { $0.field("command")?.text } ?? []
    #expect(seen == (0..<number).map(String.init), "seed \(generator.seed)")
  }

  /// Lines tell milliseconds: a busy server finishes several logs in one of them.
  @Test func nothingComesTwiceWhenLogsStartInOneMillisecond() throws {
    let now = SystemClock.now().wall
    try directory.write(line(0, at: now), to: "log_2014-03-04_21:32:30.log")
    try directory.write(line(1, at: now), to: "server.log")
    let follower = try LogFollower(LogFiles(directory: directory.path), last: 0)
    try directory.write(line(1, at: now) + line(2, at: now), to: "server.log")
    try rename("server.log", "log_2014-03-04_21:32:30.2.log")
    try directory.write("", to: "server.log")
    #expect(try follower.read().map { $0.field("command")?.text } == ["2"])
    // The follower is in a log that never got a line, and goes.
    unlink(directory.path(of: "server.log"))
    try directory.write(line(3, at: now), to: "server.log")
    #expect(try follower.read().map { $0.field("command")?.text } == ["3"])
  }

  @Test func nothingIsLeftOutThen() throws {
    let now = SystemClock.now().wall
    try directory.write(line(0, at: now), to: "server.log")
    let follower = try LogFollower(LogFiles(directory: directory.path), last: 10)
    #expect(try follower.read().count == 1)
    try rename("server.log", "log_2014-03-04_21:32:31.log")
    try directory.write(line(1, at: now), to: "log_2014-03-04_21:32:30.log")
    for name in try directory.names() {
      var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
      try #require(utimensat(AT_FDCWD, directory.path(of: name), &times, 0) == 0)
    }
    try directory.write(line(2, at: now), to: "server.log")
    #expect(try follower.read().map { $0.field("command")?.text } == ["1", "2"])
  }

  @Test func aLineIsReadWhenItIsWhole() throws {
    try directory.write(line(0) + line(1) + "{\"time\":", to: "server.log")
    let follower = try LogFollower(LogFiles(directory: directory.path), last: 2)
    #expect(try follower.read().map { $0.field("command")?.text } == ["1"])
    #expect(try follower.read().isEmpty)
    try rename("server.log", "log_2014-03-04_21:32:30.log")
    try directory.write(line(2), to: "server.log")
    let lines = try follower.read()
    #expect(lines.map(\.isWhole) == [false, true])
    #expect(lines.last?.field("command")?.text == "2")
  }

  @Test func aLineThatWasTakenBackIsNotRead() throws {
    try directory.write(line(0) + "torn", to: "server.log")
    let follower = try LogFollower(LogFiles(directory: directory.path), last: 10)
    #expect(try follower.read().count == 1)
    truncate(directory.path(of: "server.log"), off_t(line(0).utf8.count))
    #expect(try follower.read().isEmpty)
    let file = open(directory.path(of: "server.log"), O_WRONLY | O_APPEND)
    let text = Array(line(1).utf8)
    #expect(write(file, text, text.count) == text.count)
    close(file)
    #expect(try follower.read().map { $0.field("command")?.text } == ["1"])
  }

  @Test(arguments: [0, 1, 2, 5, 6, 100]) func theLastLines(count: Int) throws {
    try directory.write((0..<5).map(line).joined(), to: "server.log")
    let path = directory.path(of: "server.log")
    var seen: [String?] = []
    try LogFileReader.forEachLine(of: path, from: try LogFileReader.start(ofLast: count, in: path)) { line in
      seen.append(line.field("command")?.text)
      return true
    }
    #expect(seen == (0..<5).suffix(count).map(String.init))
  }

  private func log() -> LogFile {
    var settings = LogSettings()
    settings.maxSize = 400
    settings.keep = 0
    return LogFile(files: LogFiles(directory: directory.path), settings: settings)
  }

  private func line(_ number: Int) -> String {
    line(number, at: SystemClock.now().wall)
  }

  private func line(_ number: Int, at time: WallTime) -> String {
    ServerEvent.command(user: "u", name: "\(number)", target: nil).line(at: time).finished
  }

  private func rename(_ name: String, _ other: String) throws {
    try #require(Glibc.rename(directory.path(of: name), directory.path(of: other)) == 0)
  }
}
