import Glibc

extension String {
  /// The system's words for an errno (strerror_r(3)): unlike strerror, safe on every thread. From any queue.
  public init(systemError code: Int32) {
    self = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else { return "error \(code)" }
      return String(cString: base)
    }
  }
}
