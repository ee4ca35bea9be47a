import ArgumentParser

/// `chatctl log …`
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Read the server's logs.",
    discussion: """
      The server writes one JSON object a line to logs/server.log in its data directory, and gives it the name of its last
      moment when it stops or the log has grown large. These commands read them, whether or not the server runs.

      Example: chatctl log search --user facebook --since 2h
      """,
    subcommands: [
      LogTail.self, LogList.self, LogShow.self, LogSearch.self, LogStats.self, LogExplain.self, LogEvents.self,
    ])
}
