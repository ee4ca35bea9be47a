import ChatSystem
import Foundation

/// What the commands have in common that start the servers they measure.
struct Bench {
  /// The chatctl that is measured, and this program.
  var server: String
  var generator: String
  /// Where the stores lie while they are used.
  var directory: String
  /// How long nothing may happen before what is missing counts as lost, in seconds.
  var patience: Double

  /// Has this process run on the second processor, with as many descriptors as it may have.
  ///
  /// Before it has a second thread, so that all of them inherit it.
  func prepare() throws(LoadError) {
    DescriptorLimit.raise()
    try Processor.pin(to: PinnedServer.generatorProcessor)
  }

  /// Hands a new directory to `body`, and removes it afterwards.
  func withPlace<Result>(_ body: (_ place: String) throws -> Result) throws -> Result {
    let place = "\(directory)/chatload-\(getpid())-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place) }
    return try body(place)
  }

  /// Tells `line` who waits.
  static func note(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}
