import Glibc

/// Writes text to a descriptor: whole, at once, in order.
struct TerminalOutput {
  let descriptor: Int32

  /// Tells on standard error why the program can't go on.
  static func complain(_ sentence: String) {
    _ = TerminalOutput(descriptor: STDERR_FILENO).write("chatctl: \(TerminalSanitizer.line(sentence))\n")
  }

  /// Writes all of `text`; false when the other side is gone or the medium is full.
  ///
  /// Waits where the descriptor was made non-blocking by somebody who shares it.
  func write(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno == EAGAIN {
          var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = Glibc.poll(&poll, 1, -1)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}
