import COpenSSL

/// Random numbers nobody can guess (RAND_bytes(3)). From any thread.
///
/// Traps when the system has no randomness to give: nothing safe can be done without.
public enum SecureRandom {
  /// `count` random bytes.
  public static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    fill(&bytes, count)
    return bytes
  }

  /// A random number.
  public static func uint64() -> UInt64 {
    var number: UInt64 = 0
    fill(&number, MemoryLayout<UInt64>.size)
    return number
  }

  private static func fill(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    let isDone = RAND_bytes(memory.assumingMemoryBound(to: UInt8.self), Int32(count))
    precondition(isDone == 1, "the system gives no random numbers")
  }
}
