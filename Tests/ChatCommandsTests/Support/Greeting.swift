import ChatTestSupport

/// What every client shows first.
enum Greeting {
  /// The question for the name.
  static let start =
    "Please enter your username: (or you can \"quit\" or \"register\" or \"de-register\" by those commands)"
  /// All of it, up to the prompt.
  static let lines = [
    "Now you are trying to connect to the Chatting room! You should log in first. Type required information and hit "
      + "enter!",
    start, ">> ",
  ]
}

extension ServerProcess {
  /// Starts a client and comes back when its first prompt is there.
  func guest() throws -> ChildProcess {
    let client = try client()
    for line in Greeting.lines {
      try client.expectLines(line)
    }
    return client
  }

  /// The same at a terminal, where a person is asked again after something was refused. So wide that nothing is wrapped.
  func visitor() throws -> Window {
    let window = try Window(to: self, columns: 250)
    try window.expect(rows: Greeting.lines.map { $0 == ">> " ? ">>" : $0 })
    return window
  }
}

extension Window {
  /// Fails to log in as `name` three times, after which the name is blocked.
  func failThreeTimes(_ name: String) throws {
    for said in ["You have 2 times", "You have 1 times", "Wrong password for 3 times. You are blocked."] {
      try expectAnswer(to: name, ["Please enter your password:"])
      send("wrong")
      try terminal.read(said)
      try expect(">>")
    }
  }

  /// Answers the question at `>>` with `line` and expects `lines` and the next `>>`.
  ///
  /// - Parameter isHidden: whether what is typed is not shown.
  func expectAnswer(to line: String, isHidden: Bool = false, _ lines: [String]) throws {
    send(line)
    try expect(rows: [isHidden || line.isEmpty ? ">>" : ">> \(line)"] + lines + [">>"])
  }
}
