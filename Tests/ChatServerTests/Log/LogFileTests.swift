import ChatCore
import ChatTestSupport
import Glibc
import Testing

@testable import ChatServer

/// When a log is finished, what it is called, how many are kept, and that no line is lost on the way.
@Suite struct LogFileTests {
  let directory: TemporaryDirectory
  let start = WallTime(microseconds: 1_393_968_750_000_000)

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func aLogThatWouldBeTooLargeIsFinished() throws {
    let file = log(maxSize: 200)
    #expect(try append(0..<5, to: file) == nil)
    let names = try directory.names()
    #expect(names.count > 2 && names.last == "server.log")
    // Two lines fit, so the third one finishes the first log at its own time.
    let third = WallTime(microseconds: start.microseconds + 2_000_000)
    #expect(names.first == "log_\(LocalTime(third).original).log")
    for name in names {
      #expect(try directory.bytes(of: name).count <= 200)
    }
    #expect(try numbers() == Array(0..<5))
  }

  @Test func aBatchIsDividedAtLineEnds() throws {
    let file = log(maxSize: 1_000)
    _ = file.append((0..<100).map(line), at: start)
    #expect(try numbers() == Array(0..<100))
    for name in try directory.names() {
      #expect(try directory.bytes(of: name).count <= 1_000)
    }
  }

  @Test func aLineLongerThanTheLimitIsWritten() throws {
    let file = log(maxSize: 10)
    try append(0..<3, to: file)
    #expect(try numbers() == [0, 1, 2])
    #expect(try directory.names().count == 3)
  }

  @Test func withoutALimitThereIsOneLog() throws {
    let file = log(maxSize: 0)
    try append(0..<1_000, to: file)
    #expect(try directory.names() == ["server.log"])
  }

  @Test func onlyTheNewestAreKept() throws {
    let file = log(maxSize: 150, keep: 3)
    try append(0..<30, to: file)
    #expect(try directory.names().count == 4)
    #expect(try numbers().suffix(2) == [28, 29])
    #expect(try numbers() == Array(try #require(numbers().first)..<30))
    #expect(file.finish(at: start) != nil)
    #expect(try directory.names().count == 3)
  }

  @Test func otherFilesAreLeftAlone() throws {
    try directory.write("mine", to: "notes.txt")
    try directory.write("mine", to: "log_mine.txt")
    let file = log(maxSize: 100, keep: 1)
    try append(0..<10, to: file)
    #expect(try directory.names().contains("notes.txt"))
    #expect(try directory.names().contains("log_mine.txt"))
  }

  @Test func whatACrashLeftGetsItsName() throws {
    try directory.write(line(7), to: "server.log")
    var times = [timeval(tv_sec: 1_393_968_700, tv_usec: 0), timeval(tv_sec: 1_393_968_700, tv_usec: 0)]
    #expect(utimes(directory.path(of: "server.log"), &times) == 0)
    let file = log()
    try append(8..<9, to: file)
    let name = "log_\(LocalTime(WallTime(microseconds: 1_393_968_700_000_000)).original).log"
    #expect(try directory.names() == [name, "server.log"])
    #expect(try numbers() == [7, 8])
  }

  @Test func anEmptyLiveLogIsGoneOnWith() throws {
    try directory.write("", to: "server.log")
    try append(0..<1, to: log())
    #expect(try directory.names() == ["server.log"])
  }

  @Test func aLogThatWasTakenAwayIsBegunAnew() throws {
    let file = log()
    try append(0..<1, to: file)
    rename(directory.path(of: "server.log"), directory.path(of: "elsewhere"))
    try append(1..<2, to: file)
    #expect(try directory.text(of: "server.log") == line(1))
  }

  @Test func whatCanNotBeWrittenIsCountedAndTold() throws {
    let path = directory.path(of: "logs")
    let file = LogFile(files: LogFiles(directory: path), settings: LogSettings())
    #expect(file.append([line(0), line(1)], at: start) == .losing(ENOENT))
    #expect(file.append([line(2)], at: start) == nil)
    #expect(file.append([], at: start) == nil)
    #expect(file.isBehind)
    mkdir(path, 0o700)
    #expect(file.append([], at: start) == .writing(lost: 3))
    #expect(!file.isBehind)
    #expect(file.append([line(3)], at: start) == nil)
    var lines: [LoggedLine] = []
    try LogFileReader.forEachLine(of: path + "/server.log") {
      lines.append($0); return true
    }
    #expect(lines.map(\.event) == ["lines-lost", "command"])
    #expect(lines.first?.field("count")?.text == "3")
    #expect(lines.first?.field("since")?.text == LocalTime(start).iso8601)
  }

  /// RLIMIT_FSIZE would hit all tests, so a small tmpfs it is.
  @Test func aFullDiskLeavesNoTornLine() throws {
    guard mount("tmpfs", directory.path, "tmpfs", UInt(MS_NOSUID), "size=64k") == 0 else {
      print("SKIPPED aFullDiskLeavesNoTornLine: mounting a small tmpfs takes root (errno \(errno))")
      return
    }
    defer { umount2(directory.path, Int32(MNT_DETACH)) }
    try directory.write([UInt8](repeating: 0, count: 40_000), to: "ballast")
    let file = log(maxSize: 0)
    var number = 0
    var news: LogFile.News?
    while news == nil, number < 10_000 {
      news = file.append((0..<7).map { line(number + $0) }, at: start)
      number += 7
    }
    #expect(news == .losing(ENOSPC))
    #expect(try directory.text(of: "server.log").hasSuffix("}\n"))
    let written = try numbers()
    #expect(written == Array(0..<written.count))
    unlink(directory.path(of: "ballast"))
    #expect(file.append([line(number)], at: start) == .writing(lost: number - written.count))
    #expect(try numbers() == written + [-(number - written.count), number])
  }

  @Test func otherSettingsHoldAtOnce() throws {
    let file = log()
    try append(0..<2, to: file)
    var settings = LogSettings()
    settings.maxSize = 1
    settings.keep = 2
    file.change(settings)
    try append(2..<4, to: file)
    #expect(try directory.names().count == 3)
    settings.keep = 1
    file.change(settings)
    #expect(try directory.names().count == 2)
  }

  private func log(maxSize: Int64 = 1 << 20, keep: Int = 0) -> LogFile {
    var settings = LogSettings()
    settings.maxSize = maxSize
    settings.keep = keep
    return LogFile(files: LogFiles(directory: directory.path), settings: settings)
  }

  private func line(_ number: Int) -> String {
    ServerEvent.command(user: "u", name: "\(number)", target: nil)
      .line(at: WallTime(microseconds: start.microseconds + Int64(number) * 1_000_000)).finished
  }

  /// The clock that files get their times from is some milliseconds late.
  @Test func whatACrashLeftBehindIsNotNamedBeforeWhatItCameAfter() throws {
    let before = "log_\(LocalTime(WallTime(microseconds: start.microseconds + 1_000_000)).original)"
    try directory.write(line(0), to: before + ".log")
    try directory.write(line(0) + line(1), to: "server.log")
    for name in try directory.names() {
      var times = [timespec(), timespec()]
      for place in times.indices { times[place].tv_sec = Int(start.microseconds / 1_000_000) }
      try #require(utimensat(AT_FDCWD, directory.path(of: name), &times, 0) == 0)
    }
    _ = log()
    #expect(try directory.names() == [before + ".2.log", before + ".log", "server.log"])
    #expect(try numbers() == [0, 0, 1])
  }

  @discardableResult
  private func append(_ numbers: Range<Int>, to file: LogFile) throws -> LogFile.News? {
    var news: LogFile.News?
    for number in numbers {
      let time = WallTime(microseconds: start.microseconds + Int64(number) * 1_000_000)
      news = file.append([line(number)], at: time) ?? news
    }
    return news
  }

  /// What the lines of all logs count, in their order; lost ones as a negative count.
  private func numbers() throws -> [Int] {
    var numbers: [Int] = []
    for log in try LogFiles(directory: directory.path).all() {
      try LogFileReader.forEachLine(of: log.path) { line in
        let lost = line.field("count").flatMap { Int($0.text) }.map { -$0 }
        numbers.append(lost ?? line.field("command").flatMap { Int($0.text) } ?? .min)
        return true
      }
    }
    return numbers
  }
}
