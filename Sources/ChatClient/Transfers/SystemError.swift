import Glibc

/// The system's own words for what went wrong.
enum SystemError {
  /// The text of an errno: `No space left on device`.
  static func text(_ code: Int32) -> String {
    // strerror() shares one buffer between threads; strerror_r() has two faces, of which Swift sees the POSIX one.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else { return "error \(code)" }
      return String(cString: base)
    }
  }
}
