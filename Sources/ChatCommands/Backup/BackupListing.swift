import ArgumentParser
import ChatCore
import ChatServer
import ChatStore
import ChatSystem

/// `chatctl backup list`
struct BackupListing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the backups, the newest first.",
    discussion: """
      backup_… were asked for; stop_… and auto_… the server has made by itself, and keeps the last 10 of.

      Example: chatctl backup list --data room
      """)

  @Flag(help: "Print one JSON object a backup.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    do throws(Failure) {
      for item in try items() { show(item) }
    } catch {
      throw error.reported
    }
  }

  private func items() throws(Failure) -> [BackupList.Item] {
    let directory = try data.directory
    try directory.requireReadable()
    do throws(FileError) {
      return try BackupList(directory).items()
    } catch {
      throw Failure(error)
    }
  }

  private func show(_ item: BackupList.Item) {
    switch item {
    case .entry(let entry):
      let line = BackupLine(entry)
      Console.output.say(json ? line.json.text : line.text)
    case .unusable(let name, let error):
      let object = JSONValue.object([("name", .string(name)), ("error", .string(error.reason))])
      Console.output.say(json ? object.text : "\(name)  can't be used: \(error.reason)")
    }
  }
}
