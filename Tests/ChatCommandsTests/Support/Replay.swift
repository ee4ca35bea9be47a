import ChatTestSupport

/// Plays a transcript: types its lines into real clients, and compares all that they show with what stands there.
final class Replay {
  private let server: ServerProcess
  private var windows: [String: ChildProcess] = [:]
  private var screens: [String: ReplayedScreen] = [:]
  private var directories: [String: TemporaryDirectory] = [:]

  /// Plays against `server`.
  init(on server: ServerProcess) {
    self.server = server
  }

  /// The directory that the clients of `window` are started in.
  func directory(of window: String) throws -> TemporaryDirectory {
    let directory = try directories[window] ?? TemporaryDirectory()
    directories[window] = directory
    return directory
  }

  /// Plays `transcript` to its end.
  ///
  /// - Throws: `Mismatch` at the first line that is not as it stands there.
  func play(_ transcript: Transcript) throws {
    var name = ""
    for step in transcript.steps {
      if case .window(let window) = step.kind {
        name = window
        continue
      }
      do {
        try play(step.kind, in: name)
      } catch {
        throw ChildProcess.Mismatch(description: "line \(step.line), window \(name): \(error)")
      }
    }
    guard windows.isEmpty, screens.isEmpty else {
      throw ChildProcess.Mismatch(
        description: "no exit is written for \((Array(windows.keys) + screens.keys).sorted())")
    }
  }

  private func play(_ kind: Transcript.Step.Kind, in name: String) throws {
    if case .connect = kind {
      windows[name] = try server.client(directory: try directory(of: name).path)
      return
    }
    if case .terminal = kind {
      screens[name] = try ReplayedScreen(to: server, directory: try directory(of: name).path)
      return
    }
    if let screen = screens[name] { return try play(kind, on: screen, in: name) }
    guard let window = windows[name] else { throw ChildProcess.Mismatch(description: "nothing runs there") }
    switch kind {
    case .window, .connect, .terminal: break
    case .typed(let line): window.send(line)
    case .shown(let line):
      try Self.expect(line.replacing("{directory}", with: try directory(of: name).path), in: window)
    case .end: window.closeInput()
    case .exit(let code): try finish(name, window, code)
    }
  }

  private func play(_ kind: Transcript.Step.Kind, on screen: ReplayedScreen, in name: String) throws {
    switch kind {
    case .window, .connect, .terminal: break
    case .typed(let line): screen.type(line)
    case .shown(let line): try screen.expect(line)
    case .end: screen.endInput()
    case .exit(let code):
      let found = try screen.wait()
      guard found == code else { throw ChildProcess.Mismatch(description: "it ended with \(found), not \(code)") }
      screens[name] = nil
    }
  }

  private func finish(_ name: String, _ window: ChildProcess, _ code: Int32) throws {
    if let line = try window.nextLine() {
      throw ChildProcess.Mismatch(description: "one line too many: \"\(line)\"")
    }
    let found = try window.wait()
    // The digests of files are told beside what the original's sessions show.
    let errors = window.errors.split(separator: "\n").filter { !$0.hasPrefix("SHA-256 of ") }
    guard found == code, errors.isEmpty else {
      throw ChildProcess.Mismatch(description: "it ended with \(found), not \(code). Errors: \(window.errors)")
    }
    windows[name] = nil
  }

  private static func expect(_ line: String, in window: ChildProcess) throws {
    guard let found = try window.nextLine() else {
      throw ChildProcess.Mismatch(description: "the end came instead of \"\(line)\". Errors: \(window.errors)")
    }
    guard matches(found, line) else {
      throw ChildProcess.Mismatch(description: "\"\(found)\" came instead of \"\(line)\"")
    }
  }

  /// Whether `found` is `line`, with any decimal number where `{number}` stands.
  static func matches(_ found: String, _ line: String) -> Bool {
    var found = found[...]
    while found.last == " " {
      found.removeLast()
    }
    guard let mark = line.firstRange(of: "{number}") else { return found == line }
    let start = line[..<mark.lowerBound]
    let end = line[mark.upperBound...]
    guard found.hasPrefix(start), found.hasSuffix(end), found.utf8.count > start.utf8.count + end.utf8.count else {
      return false
    }
    let middle = found.dropFirst(start.count).dropLast(end.count)
    return Double(middle) != nil && middle.contains(".")
  }
}
