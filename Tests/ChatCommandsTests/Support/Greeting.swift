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
}
