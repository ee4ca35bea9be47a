import ChatSystem
import Glibc

/// How long this disk takes to be sure of something.
enum DiskSync {
  private static let count = 200

  /// The median of some writes of 4 KiB with fdatasync(2) each, into a new file at `path`; in milliseconds.
  static func milliseconds(path: String) throws(LoadError) -> Double {
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LoadError("\(path): \(String(systemError: errno))") }
    defer { close(descriptor) }
    let block = [UInt8](repeating: 1, count: 4_096)
    var times: [Double?] = []
    for _ in 0..<count {
      let start = MonotonicClock.now()
      guard write(descriptor, block, block.count) == block.count, fdatasync(descriptor) == 0 else {
        throw LoadError("\(path): \(String(systemError: errno))")
      }
      times.append(Double(MonotonicClock.now() - start) / 1e6)
    }
    return Spread(times)?.median ?? 0
  }
}
