import Glibc

/// Turns a terminal's echo off while a password is typed (termios(3)), and back on.
public struct EchoSwitch: Sendable {
  private let descriptor: Int32
  private let original: termios

  /// Nil when `descriptor` is no terminal.
  public init?(descriptor: Int32) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    self.descriptor = descriptor
    original = settings
  }

  /// Shows what is typed, or not.
  public func setEcho(_ isOn: Bool) {
    var settings = original
    if !isOn {
      settings.c_lflag &= ~tcflag_t(ECHO)
      // Return still moves to the next line.
      settings.c_lflag |= tcflag_t(ECHONL)
    }
    tcsetattr(descriptor, TCSADRAIN, &settings)
  }

  /// As it was found.
  public func restore() {
    var settings = original
    tcsetattr(descriptor, TCSADRAIN, &settings)
  }
}
