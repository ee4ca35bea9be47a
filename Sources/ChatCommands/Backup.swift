import ArgumentParser

/// `chatctl backup …`
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring data in and out.", subcommands: [BackupImport.self, BackupExport.self])
}
