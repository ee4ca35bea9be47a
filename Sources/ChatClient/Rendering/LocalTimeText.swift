import ChatCore
import Glibc

/// Times as people read them: in their own zone.
enum LocalTimeText {
  /// `2014-03-04 21:32:30`
  static func full(_ time: WallTime) -> String {
    text(time, "%Y-%m-%d %H:%M:%S")
  }

  /// `21:32:30`
  static func clock(_ time: WallTime) -> String {
    text(time, "%H:%M:%S")
  }

  private static func text(_ time: WallTime, _ format: String) -> String {
    // Rounded down, before 1970 too.
    var seconds = time_t(time.microseconds / 1_000_000 - (time.microseconds % 1_000_000 < 0 ? 1 : 0))
    var parts = tm()
    // A server may send any number; a year that the C library can't count is no time.
    guard localtime_r(&seconds, &parts) != nil else { return "?" }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let start = buffer.baseAddress else { return "?" }
      let count = strftime(start, buffer.count, format, &parts)
      return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
