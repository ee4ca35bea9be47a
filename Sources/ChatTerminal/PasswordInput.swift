import Glibc

/// A password that is being typed at a terminal in raw mode: nothing of it is shown, and nothing keeps it.
///
/// Return ends it; Backspace, Ctrl+W and Ctrl+U take back; Ctrl+D on an empty one is the end of input. Escape sequences
/// (arrow keys, the marks of a bracketed paste) are skipped, so that a pasted password is the password.
struct PasswordInput {
  /// The outcome of a byte.
  enum Progress: Hashable {
    case goesOn
    case line(String)
    case end
  }

  /// Where an escape sequence stands (ECMA-48, 5.4).
  private enum Escape {
    case none
    case started
    case sequence
    case oneMore
  }

  /// Far more than a password may have; what is beyond is dropped.
  private static let longest = 4_096

  private var bytes: [UInt8] = []
  private var escape = Escape.none

  /// True when nothing has been typed.
  var isEmpty: Bool {
    bytes.isEmpty
  }

  /// Takes the next byte.
  mutating func take(_ byte: UInt8) -> Progress {
    switch (escape, byte) {
    case (.started, UInt8(ascii: "[")):
      escape = .sequence
    case (.started, UInt8(ascii: "O")):
      escape = .oneMore
    case (.started, _), (.oneMore, _):
      escape = .none
    case (.sequence, 0x40...0x7E):
      escape = .none
    case (.sequence, _):
      break
    case (.none, _):
      return takePlain(byte)
    }
    return .goesOn
  }

  /// Forgets what was typed.
  mutating func clear() {
    self = PasswordInput()
  }

  private mutating func takePlain(_ byte: UInt8) -> Progress {
    switch byte {
    case 0x0D, 0x0A:
      let line = String(decoding: bytes, as: UTF8.self)
      clear()
      return .line(line)
    case 0x04 where bytes.isEmpty:
      return .end
    case 0x1B:
      escape = .started
    case 0x7F, 0x08:
      while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    case 0x15, 0x17:
      clear()
    case 0x00...0x1F:
      break
    default:
      if bytes.count < Self.longest { bytes.append(byte) }
    }
    return .goesOn
  }
}

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

/// Stops this process as Ctrl+Z does, although somebody watches the signal.
enum ProcessStop {
  /// Returns when the process goes on; at once where nobody could make it go on (a session without job control, to which
  /// the system does not send such a stop).
  static func stop() {
    var stops = sigaction()
    stops.__sigaction_handler.sa_handler = SIG_DFL
    var watched = sigaction()
    guard sigaction(SIGTSTP, &stops, &watched) == 0 else { return }
    // Threads of the queues have signals blocked; this one takes it, so that it has stopped when `raise` returns.
    var only = sigset_t()
    var before = sigset_t()
    sigemptyset(&only)
    sigaddset(&only, SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &only, &before)
    raise(SIGTSTP)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    sigaction(SIGTSTP, &watched, nil)
  }
}
