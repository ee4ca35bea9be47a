import ChatCore

/// The lines that `chatctl connect --json` writes: one object each, in which nothing can act on a terminal.
enum EventLine {
  /// The connection is lost and tried again.
  static var disconnected: String {
    text("disconnected")
  }

  /// Logged in, under the name as it was registered.
  static func welcome(_ name: String) -> String {
    text("welcome", ("name", .string(name)))
  }

  /// Line `line` of the input is no request.
  static func invalid(line: Int, _ problem: RequestLine.Problem) -> String {
    let tag = problem.tag.map { [("tag", $0.json)] } ?? []
    return text("invalid", tag + [("line", .integer(Int64(line))), ("reason", .string(problem.reason))])
  }

  /// What the server told; nil for what a program has no use for.
  static func text(of event: Event) -> String? {
    switch event {
    case .message(let message): text(of: message)
    case .caughtUp: text("caught-up")
    case .loggedIn(let name): text("logged-in", ("name", .string(name)))
    case .loggedOut(let name): text("logged-out", ("name", .string(name)))
    case .announcement(let body): text("announcement", ("body", .string(body)))
    case .timedOut(let seconds): text("timed-out", ("seconds", .number(seconds)))
    case .putOut(let reason): text("put-out", ("reason", .string(reason)))
    case .serverStopping(let restarts, let isSettled):
      text("server-stopping", ("restarts", .bool(restarts)), ("settled", .bool(isSettled)))
    case .deliveredTo(let name, let through):
      text("delivered", ("name", .string(name)), ("through", .integer(through.rawValue)))
    case .messagesGone(let count): text("messages-gone", ("count", .integer(count)))
    case .transferFailed, .timeOutNear: nil
    }
  }

  /// A message.
  static func text(of message: DeliveredMessage) -> String {
    text("message", message.members)
  }

  /// The answer to a request that was named `tag`.
  static func text(of reply: Reply, tag: RequestTag?) -> String {
    text("reply", (tag.map { [("tag", $0.json)] } ?? []) + reply.members)
  }

  private static func text(_ event: String, _ members: (String, JSONValue)...) -> String {
    text(event, members)
  }

  private static func text(_ event: String, _ members: [(String, JSONValue)]) -> String {
    JSONValue.object([("event", .string(event))] + members).text
  }
}
