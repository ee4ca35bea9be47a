import ArgumentParser
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

  /// The path of this program.
  static let generator = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "chatload"

  /// The path of the chatctl that is measured.
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

  /// Hands a new server over new data to `body`, and ends both afterwards.
  ///
  /// - Parameter options: what it is told besides lifting its limits; the last word of an option holds.
  func withServer<Result>(
    _ seeding: Seeding, isEncrypted: Bool = false, options: [String] = [], _ body: (MeasuredServer) throws -> Result
  ) throws -> Result {
    try withPlace { place in
      try seeding.fill(MeasuredServer.data(in: place))
      let server = try MeasuredServer(.chatctl(options, isEncrypted: isEncrypted), self, in: place)
      defer { server.stop() }
      return try body(server)
    }
  }

  /// Prints lines of a table at once.
  static func tell(_ lines: [String]) {
    StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  /// Tells `line` who waits.
  static func note(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}
