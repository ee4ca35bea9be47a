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
    let guest = try server.guest()
    guest.write("Google\n1\nGoogle\n2\nGoogle\n3\n")
    try guest.expect("You are blocked.")
    guest.send("quit")
    try guest.wait()
  }

  /// The next line of a server's output that is an answer: not where it listens, and no news of the room, which begin
  /// with the time.
  static func nextAnswer(of server: ChildProcess) throws -> String {
    while let line = try server.nextLine() {
      if line.firstMatch(of: #/^\[\d\d:\d\d:\d\d\] /#) == nil, !line.hasPrefix("The data directory is ") { return line }
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
