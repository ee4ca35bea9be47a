import ArgumentParser
import ChatCore
import ChatServer
import ChatStore

/// `chatctl log explain USER`
struct LogExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell why somebody can't log in.",
    discussion: """
      Looks for the account, for blocks after wrong passwords and when they end, whether the person is online already and
      whether the room is full, shows the newest attempts with their addresses, and names the command that helps.

      Example: chatctl log explain facebook
      """)

  @Argument(help: "The person's user name.", completion: .users)
  var user: String

  @OptionGroup var format: LogFormatOptions

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      let explanation = try explanation()
      var output = format.output
      let lines = format.isJSON ? [explanation.json] : explanation.lines(with: output.style)
      for line in lines {
        output.write(text: line)
      }
      output.flush()
    } catch {
      throw error.reported
    }
  }

  private func explanation() throws(Failure) -> LogInExplanation {
    let directory = try data.directory
    let logs = LogDirectory(directory)
    try logs.requireDirectory()
    var history = LogInHistory(of: user)
    try logs.forEachLine(requiringLogs: false) { line in
      history.add(line)
      return true
    }
    let parameters = try directory.savedParameters()
    do throws(StoreError) {
      let state = try SQLiteStore.openReadOnly(path: directory.store).load()
      return LogInExplanation(
        user: user, state: state, parameters: parameters, history: history, isServerRunning: logs.isServerRunning,
        now: SystemClock.now().wall)
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
  }
}
