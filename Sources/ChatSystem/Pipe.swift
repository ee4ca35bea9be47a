import CLinux
import Glibc

/// A pipe whose ends no program inherits that is started meanwhile. One thread at a time.
struct Pipe: ~Copyable {
  /// The end from which what is written to `writer` is read.
  let reader: Int32
  private(set) var writer: Int32

  /// A new one; nil, and errno, when the system gives none.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard clinux_pipe(&ends) == 0 else { return nil }
    reader = ends[0]
    writer = ends[1]
  }

  deinit {
    close(reader)
    if writer >= 0 { close(writer) }
  }

  /// The end of what is read follows what was written, unless somebody else has this end too.
  mutating func closeWriter() {
    close(writer)
    writer = -1
  }
}
