import ArgumentParser
import Foundation

/// Which chatctl is started and measured, and where.
struct BenchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The chatctl to measure (default: the one beside this program).", valueName: "file"))
  var server: String?

  @Option(help: ArgumentHelp("Where the stores lie, on the disk to be measured.", valueName: "directory"))
  var directory = NSTemporaryDirectory()

  @Option(
    help: ArgumentHelp("Nothing may happen for so long; then what is missing counts as lost.", valueName: "seconds"))
  var patience = 20.0

  func validate() throws {
    guard patience > 0 else { throw ValidationError("--patience takes more than 0 seconds.") }
  }

  /// What they come to.
  func bench() throws -> Bench {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let beside = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("chatctl").path
    return Bench(server: server ?? beside, generator: own, directory: directory, patience: patience)
  }
}
