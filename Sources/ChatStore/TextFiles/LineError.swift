/// A line that can't be used.
public struct LineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// In which file.
  public let file: String
  /// Counted from 1.
  public let line: Int
  /// The reason, for people.
  public let what: String

  /// An error of these parts.
  public init(file: String, line: Int, what: String) {
    self.file = file
    self.line = line
    self.what = what
  }

  /// `user_pass.txt:3: what is wrong`.
  public var description: String {
    "\(file):\(line): \(what)"
  }
}

/// A line that was used in part, or dropped.
public struct LineWarning: Hashable, Sendable, CustomStringConvertible {
  /// In which file.
  public let file: String
  /// Counted from 1.
  public let line: Int
  /// A clause about what was dropped or kept, for people.
  public let what: String

  /// A warning of these parts.
  public init(file: String, line: Int, what: String) {
    self.file = file
    self.line = line
    self.what = what
  }

  /// `block_rep.txt:3: what was dropped or kept`.
  public var description: String {
    "\(file):\(line): \(what)"
  }
}
