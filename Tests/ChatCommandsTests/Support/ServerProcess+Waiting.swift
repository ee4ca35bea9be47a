import ChatTestSupport

// What the server does behind its answers, or beside them.
extension ServerProcess {
  /// Waits until no file waits in the depot, and nothing of one is left there: bytes are deleted behind the answer that
  /// tells of it.
  func awaitEmptyDepot() throws {
    try WirePoll([], server: self).drive(until: "the depot is empty") { try data.names(in: "files").isEmpty }
  }

  /// Waits until the log tells of `event`: what happens is written down beside its answer.
  func awaitLog(of event: String) throws {
    try WirePoll([], server: self).drive(until: "\(event) is logged") { try !logged(event).isEmpty }
  }
}
