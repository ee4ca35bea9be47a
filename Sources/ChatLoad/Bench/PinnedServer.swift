import ChatNet
import ChatSystem
import Foundation

/// A server in a process of its own, on the first processor alone.
final class PinnedServer {
  /// Where it listens.
  let port: UInt16
  /// Its process.
  var pid: Int32 { process.processIdentifier }
  /// How long it took from its start until it said where, in seconds.
  let startSeconds: Double
  private let process = Process()

  /// The processors of the server and of the generator.
  static let processor = 0
  static let generatorProcessor = 1

  /// Starts `executable` and waits until it prints `marker` and its port after it.
  ///
  /// - Parameter output: a file for what it prints.
  init(_ executable: String, _ arguments: [String], marker: String, output: String) throws {
    guard FileManager.default.createFile(atPath: output, contents: nil), let file = FileHandle(forWritingAtPath: output)
    else { throw LoadError("\(output) can't be written") }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = file
    process.standardError = file
    let start = MonotonicClock.now()
    try Self.run(process)
    port = try Self.port(of: process, marker: marker, output: output)
    startSeconds = Double(MonotonicClock.now() - start) / 1e9
  }

  deinit {
    stop()
  }

  /// Kills it as a crash would, and waits until it is gone: nobody needs what it would do at an orderly stop, such as a
  /// backup of millions of messages.
  func stop() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Starts it on the first processor: a child inherits those of the thread that starts it.
  private static func run(_ process: Process) throws(LoadError) {
    try Processor.pin(to: processor)
    defer { try? Processor.pin(to: generatorProcessor) }
    do {
      try process.run()
    } catch {
      throw LoadError("\(process.executableURL?.path ?? "") can't be started: \(error.localizedDescription)")
    }
  }

  private static func port(of process: Process, marker: String, output: String) throws -> UInt16 {
    let limit = MonotonicClock.now() + 120_000_000_000
    while MonotonicClock.now() < limit {
      let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
      if let found = text.range(of: marker), let end = text[found.upperBound...].firstIndex(of: "\n") {
        guard let port = UInt16(text[found.upperBound..<end]) else { break }
        return port
      }
      guard process.isRunning else { throw LoadError("the server did not start:\n\(text)") }
      usleep(2_000)
    }
    kill(process.processIdentifier, SIGKILL)
    throw LoadError("the server does not say on which port it listens; see \(output)")
  }
}
