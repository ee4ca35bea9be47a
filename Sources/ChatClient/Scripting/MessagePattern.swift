import Glibc

/// An extended regular expression of POSIX, as `grep -E` takes it (regcomp(3)).
///
/// Without back-references, which are refused, its time grows with the length of what it looks at, so that nobody can
/// stop a bot with a message. From any queue.
public final class MessagePattern: @unchecked Sendable {  // Nothing in it changes after init; regexec(3) is MT-safe.
  /// Why a text is no such expression, for people.
  public struct Problem: Error, Hashable, Sendable {
    /// `Unmatched ( or \(`
    public let reason: String
  }

  private var expression = regex_t()

  /// The expression of this text.
  ///
  /// - Throws: `Problem`.
  public init(_ text: String) throws(Problem) {
    guard !Self.hasBackReference(text) else { throw Problem(reason: "Back-references are not taken") }
    let code = Self.withCharacters { regcomp(&expression, text, REG_EXTENDED | REG_NOSUB) }
    guard code == 0 else {
      let reason = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let base = buffer.baseAddress else { return "error \(code)" }
        regerror(code, &expression, base, buffer.count)
        return String(cString: base)
      }
      throw Problem(reason: reason)
    }
  }

  deinit {
    regfree(&expression)
  }

  /// Whether it matches somewhere in `line`.
  public func matches(_ line: String) -> Bool {
    let characters = line.utf8CString
    // A NUL within the line does not end it.
    var whole = regmatch_t(rm_so: 0, rm_eo: regoff_t(characters.count - 1))
    return Self.withCharacters {
      characters.withUnsafeBufferPointer { buffer in
        guard let text = buffer.baseAddress else { return false }
        return regexec(&expression, text, 1, &whole, REG_STARTEND) == 0
      }
    }
  }

  /// `\1` to `\9`, where the backslash is none that is meant itself.
  private static func hasBackReference(_ text: String) -> Bool {
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte) { return true }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return false
  }

  /// Runs `body` with characters being those of UTF-8, whatever the person's locale: messages are.
  private static func withCharacters<Result>(_ body: () -> Result) -> Result {
    guard let utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { return body() }
    let previous = uselocale(utf8)
    defer {
      uselocale(previous)
      freelocale(utf8)
    }
    return body()
  }
}
