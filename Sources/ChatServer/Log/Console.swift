import ChatCore
import Glibc

/// The standard output of `chatctl serve`: whole lines, each written at once. From any queue.
public struct Console: Sendable {
  private let descriptor: Int32

  /// The standard error of a command.
  public static let errors = Console(descriptor: STDERR_FILENO)

  /// A console on an open descriptor; 1 is the standard output.
  public init(descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
  }

  /// Prints `line` as it is.
  public func say(_ line: String) {
    var text = line + "\n"
    text.withUTF8 { bytes in
      _ = write(descriptor, bytes.baseAddress, bytes.count)
    }
  }

  /// Prints what happened at `time`.
  func say(_ text: String, at time: WallTime) {
    say("[\(LocalTime(time).clock)] \(text)")
  }
}
