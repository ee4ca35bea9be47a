import CLinux
import ChatSystem
import Glibc

/// Which processors run what.
enum Processor {
  /// Has the calling thread, and what it starts from now on, run on processor `number` alone.
  ///
  /// - Throws: ``LoadError`` when there is no such processor for this process.
  static func pin(to number: Int) throws(LoadError) {
    guard clinux_pin(0, Int32(number)) == 0 else {
      throw LoadError("can't run on processor \(number): \(String(systemError: errno)); there must be two of them")
    }
  }
}
