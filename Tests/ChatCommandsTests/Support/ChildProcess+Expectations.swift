import ChatTestSupport
import Testing

extension ChildProcess {
  /// Types `line` and expects `lines` up to the next prompt, or to the end.
  func expectAnswer(to line: String, _ lines: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let answer = try answer(to: line)
    #expect(answer == lines, sourceLocation: sourceLocation)
  }

  /// Expects `lines` and the exit code `code` to come, and nothing else.
  func expectEnd(_ lines: [String], _ code: Int32, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let rest = try rest()
    #expect(rest.lines == lines, sourceLocation: sourceLocation)
    #expect(rest.code == code, sourceLocation: sourceLocation)
    #expect(errors.isEmpty, sourceLocation: sourceLocation)
  }
}
