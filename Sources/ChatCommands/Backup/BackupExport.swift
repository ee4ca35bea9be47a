import ArgumentParser
import ChatCore
import ChatServer
import ChatStore
import Glibc

/// `chatctl backup export DIR`
struct BackupExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the state as the six text files of the original system.",
    discussion: """
      Works beside a running server too. Messages are written for those who have not read them yet, and passwords as \
      their hashes. What the files can't carry, such as bans, is named on standard error.

      Example: chatctl backup export ~/room-copy --data room
      """)

  @Argument(help: "The directory to write to; it is made if missing.", completion: .directory)
  var target: String

  @Flag(name: .customLong("no-files"), help: "Leave out the bytes of waiting files.")
  var leavesFiles = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      let report = try export()
      let leftOut = report.lines
      guard !json else {
        return Console.output.say(
          JSONValue.object([("directory", .string(target)), ("left_out", .array(leftOut.map(JSONValue.string)))]).text)
      }
      for line in leftOut {
        Console.errors.say(line)
      }
    } catch {
      throw error.reported
    }
  }

  private func export() throws(Failure) -> ExportReport {
    let directory = try data.directory.settled()
    let parameters = try directory.savedParameters()
    let store: SQLiteStore
    do throws(StoreError) {
      store = try SQLiteStore.openReadOnly(path: directory.store)
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
    do throws(OriginalFilesError) {
      return try Exporter(store: store, parameters: parameters, now: SystemClock.now().wall)
        .write(to: target, copyingFilesFrom: leavesFiles ? nil : directory)
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
  }
}
