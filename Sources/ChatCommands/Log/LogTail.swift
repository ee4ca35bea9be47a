import ArgumentParser
import ChatServer
import ChatSystem
import Glibc

/// `chatctl log tail`
struct LogTail: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract: "Show the end of the newest log.",
    discussion: """
      The newest log is the live one while the server runs, else the one it finished last. With -f, new lines follow as
      they are written, also when that log is finished and the next one begins, until Ctrl+C.

      Example: chatctl log tail -n 50 -f
      """)

  @Option(name: [.customShort("n"), .customLong("lines")], help: ArgumentHelp("How many lines.", valueName: "count"))
  var count: Int = 20

  @Flag(name: .shortAndLong, help: "Go on with new lines as they are written.")
  var follow = false

  @OptionGroup var format: LogFormatOptions

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard count >= 0 else { throw ValidationError("-n takes 0 or more lines.") }
  }

  func run() throws {
    do throws(Failure) {
      let logs = LogDirectory(try data.directory)
      if follow {
        try followOn(logs)
      } else {
        try show(logs)
      }
    } catch {
      throw error.reported
    }
  }

  private func show(_ logs: LogDirectory) throws(Failure) {
    let newest = try logs.newest()
    var output = format.output
    guard count > 0 else { return }
    do throws(FileError) {
      let start = try LogFileReader.start(ofLast: count, in: newest.path)
      try LogFileReader.forEachLine(of: newest.path, from: start) { output.write($0) }
    } catch {
      throw Failure(error)
    }
    output.flush()
  }

  private func followOn(_ logs: LogDirectory) throws(Failure) {
    try logs.requireDirectory()
    var output = format.output
    do throws(FileError) {
      if try logs.files.all().isEmpty {
        Console.errors.say("\(logs.none) Waiting for the first line; Ctrl+C ends it.")
      }
      let follower = try LogFollower(logs.files, last: count)
      while true {
        for line in try follower.read() where !output.write(line) {
          return
        }
        guard output.flush() else { return }
        follower.wait()
      }
    } catch {
      throw Failure(error)
    }
  }
}
