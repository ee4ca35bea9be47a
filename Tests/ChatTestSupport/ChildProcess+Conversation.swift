extension ChildProcess {
  /// Reads the next lines and compares them.
  ///
  /// - Throws: `Mismatch` when another line or the end comes.
  public func expectLines(_ lines: String...) throws {
    for line in lines {
      let found = try nextLine()
      guard found == line else {
        throw Mismatch(description: "\(found.map { "\"\($0)\"" } ?? "The end") came instead of \"\(line)\"")
      }
    }
  }

  /// Types `line` and gives what is shown up to the next prompt, or to the end.
  public func answer(to line: String) throws -> [String] {
    send(line)
    var lines: [String] = []
    while let line = try nextLine(), !line.hasSuffix("> ") {
      lines.append(line)
    }
    return lines
  }

  /// The lines that are still to come, and the exit code.
  public func rest() throws -> (lines: [String], code: Int32) {
    var lines: [String] = []
    while let line = try nextLine() {
      lines.append(line)
    }
    return (lines, try wait())
  }
}
