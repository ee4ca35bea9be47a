import ChatTestSupport

/// A room of the samples: facebook is online, and Google is blocked on this machine.
struct AdminRoom {
  /// The nine users, in the order of their registration.
  static let names = [
    "Google", "Columbia", "network", "SEAS", "foobar", "wikipedia", "windows", "facebook", "csee4119",
  ]

  /// The server.
  let server: ServerProcess
  /// Who is online.
  let facebook: ChildProcess

  /// Starts it.
  init() throws {
    let room = try SampleRoom()
    server = room.server
    facebook = try room.member("facebook")
    let guest = try server.visitor()
    try guest.failThreeTimes("Google")
    guest.send("quit")
    _ = try guest.terminal.wait()
  }

  /// What a server says after it has said that it listens.
  private static let greeting = [
    "The data directory is ", "In it are now ", "Join", "Others ", "chatctl connect ",
    "To close registration", "To stop: ",
  ]

  /// The next line of a server's output that is an answer: not where it listens, and no news of the room, which begin
  /// with the time.
  static func nextAnswer(of server: ChildProcess) throws -> String {
    while let line = try server.nextLine() {
      guard line.firstMatch(of: #/^\[\d\d:\d\d:\d\d\] /#) == nil else { continue }
      if !greeting.contains(where: line.hasPrefix) { return line }
    }
    return ""
  }

  /// Starts `chatctl admin` with `words`.
  func admin(_ words: [String], input: String? = nil) throws -> ChildProcess {
    let process = try ChildProcess(Executable.path, ["admin"] + words + ["--data", server.data.path])
    if let input {
      process.write(input)
    }
    process.closeInput()
    return process
  }
}
