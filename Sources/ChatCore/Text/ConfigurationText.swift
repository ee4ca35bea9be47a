/// What a person writes down so that it need not be said each time: `key = value`, a line each; `#` begins a comment.
public enum ConfigurationText {
  /// Why a line can't be used, for people.
  public struct Problem: Error, Hashable, Sendable {
    /// Counted from 1.
    public let line: Int
    /// What is wrong, with the next step.
    public let what: String

    /// A problem with a line.
    public init(line: Int, what: String) {
      self.line = line
      self.what = what
    }
  }

  /// What is wrong with a line whose number is not known.
  public struct Fault: Error, Hashable, Sendable {
    /// What is wrong, with the next step.
    public let what: String

    /// A fault that is told like this.
    public init(_ what: String) {
      self.what = what
    }
  }

  /// Hands each key of `text`, in small letters, and its value, outer blanks trimmed, to `take`. A key that stands there
  /// twice is a fault, and so is an empty value.
  ///
  /// - Returns: the line of each key.
  /// - Throws: `Problem` for the first line that can't be used.
  @discardableResult
  public static func read(
    _ text: String, _ take: (_ key: String, _ value: String) throws(Fault) -> Void
  ) throws(Problem) -> [String: Int] {
    var seen: [String: Int] = [:]
    for (index, line) in lines(of: text).enumerated() where !isRemark(line) {
      do throws(Fault) {
        guard let (key, value) = parts(of: line) else {
          throw Fault("that is no \"key = value\". Put a # before it if it is a comment.")
        }
        if let earlier = seen.updateValue(index + 1, forKey: key) {
          throw Fault("\"\(TerminalSanitizer.line(key))\" stands in line \(earlier) already. Remove one of the two.")
        }
        guard !value.isEmpty else {
          throw Fault("\"\(TerminalSanitizer.line(key))\" has no value. Give it one, or remove the line.")
        }
        try take(key, value)
      } catch {
        throw Problem(line: index + 1, what: error.what)
      }
    }
    return seen
  }

  /// The value of `key` in `text`, whatever is wrong with other lines; nil where no line, or more than one, has it.
  public static func value(of key: String, in text: String) -> String? {
    let values = lines(of: text).filter { !isRemark($0) }.compactMap(parts).filter { $0.key == key }.map(\.value)
    return values.count == 1 && !values[0].isEmpty ? values[0] : nil
  }

  /// `text` with `value` for `key`, in the place of the line that had it, or else at the end; all other lines stay as
  /// they are.
  public static func setting(_ key: String, to value: String, in text: String) -> String {
    var lines = lines(of: text).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let new = "\(key) = \(value)"
    if let place = lines.firstIndex(where: { !isRemark($0[...]) && parts(of: $0[...])?.key == key }) {
      lines[place] = new
    } else {
      lines.append(new)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// What `text` says of whether something is so: `yes`, `true` and `on`, or `no`, `false` and `off`, in any case; nil when
  /// it says neither.
  public static func isOn(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "yes", "true", "on": true
    case "no", "false", "off": false
    default: nil
    }
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  private static func isRemark(_ line: Substring) -> Bool {
    guard let first = line.first(where: { !$0.isWhitespace }) else { return true }
    return first == "#"
  }

  private static func parts(of line: Substring) -> (key: String, value: String)? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    return (
      line[..<equals].trimmed(of: \.isWhitespace).lowercased(),
      String(line[line.index(after: equals)...].trimmed(of: \.isWhitespace))
    )
  }
}
