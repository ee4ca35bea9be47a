import ArgumentParser
import CLinux
import ChatSystem
import Foundation

/// Servers of one's own on the first processor, with data of their own, and the generator on the second.
struct Bench: ParsableArguments {
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

  static let generator = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "chatload"

  var chatctl: String {
    server ?? URL(fileURLWithPath: Self.generator).deletingLastPathComponent().appendingPathComponent("chatctl").path
  }

  /// Moves this process to the second processor, with as many descriptors as it may have: before it has a second thread, so
  /// that all of them inherit it.
  func prepare() throws(LoadError) {
    DescriptorLimit.raise()
    try Processor.generators.pin()
  }

  /// Hands a new directory to `body`, and removes it afterwards.
  func withPlace<Result>(_ body: (_ place: String) throws -> Result) throws -> Result {
    let place = "\(directory)/chatload-\(getpid())-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place) }
    return try body(place)
  }

  static func tell(_ lines: [String]) {
    StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }
}

enum Processor: Int32 {
  case servers = 0
  case generators = 1

  /// Has the calling thread, and what it starts from now on, run on this processor alone.
  ///
  /// - Throws: ``LoadError`` when there is no such processor for this process.
  func pin() throws(LoadError) {
    guard clinux_pin(0, rawValue) == 0 else {
      throw LoadError("can't run on processor \(rawValue): \(String(systemError: errno)); there must be two of them")
    }
  }

  /// Runs `body`, and what it starts, here, and the calling thread with the generators again from then on.
  func run<Result>(_ body: () throws -> Result) throws -> Result {
    try pin()
    defer { try? Processor.generators.pin() }
    return try body()
  }
}
