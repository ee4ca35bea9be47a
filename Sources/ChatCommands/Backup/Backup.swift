import ArgumentParser

/// `chatctl backup …`
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Keep copies of a server's data; move it in and out.",
    discussion: """
      Example: chatctl backup create --data room
      """,
    subcommands: [
      BackupCreate.self, BackupListing.self, BackupVerify.self, BackupRestore.self, BackupImport.self,
      BackupExport.self,
    ])
}
