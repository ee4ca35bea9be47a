import ArgumentParser
import ChatServer
import ChatSystem

/// `chatctl log show FILE`
struct LogShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a whole log.",
    discussion: """
      FILE is a name that `chatctl log list` shows, or the path of a log that lies elsewhere.

      Example: chatctl log show log_2014-03-04_21:32:30.log
      """)

  @Argument(help: "The log.", completion: .logs)
  var file: String

  @OptionGroup var format: LogFormatOptions

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      let path = try LogDirectory(data.directory).path(of: file)
      var output = format.output
      do throws(FileError) {
        try LogFileReader.forEachLine(of: path) { output.write($0) }
      } catch {
        throw Failure(error)
      }
      output.flush()
    } catch {
      throw error.reported
    }
  }
}
