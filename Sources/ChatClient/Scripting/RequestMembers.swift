import ChatCore

/// What a line of JSON may hold; which members must be there depends on the request.
struct RequestMembers: Decodable {
  let request: String
  let tag: RequestTag?
  let to: String?
  let body: String?
  let name: String?
  let with: String?
  let text: String?
  let from: String?
  let file: String?
  let before: Int64?
  let limit: Int?

  /// What is asked for with `word`.
  func content(_ word: RequestLine.Word) throws(RequestLine.Problem) -> RequestLine.Content {
    switch word {
    case .message: .request(.message(to: try need(to, "to", word), body: try need(body, "body", word)))
    case .broadcast: .request(.broadcast(body: try need(body, "body", word)))
    case .whoelse: .request(.whoelse)
    case .wholasthr: .request(.wholasthr)
    case .block: .request(.block(try need(name, "name", word)))
    case .unblock: .request(.unblock(try need(name, "name", word)))
    case .blocked: .request(.listBlocked)
    case .seen: .request(.lastSeen(try need(name, "name", word)))
    case .delivered: .request(.deliveredTo(try need(name, "name", word)))
    case .history: .request(.lookBack(try query(text: nil)))
    case .search: .request(.lookBack(try query(text: try need(text, "text", word))))
    case .files: .request(.listFiles)
    case .filedecline:
      .request(.declineFile(from: try need(from, "from", word), name: try need(file, "file", word)))
    case .quit: .quit
    }
  }

  /// - Throws: `RequestLine.Problem` for a place that no log has: who asks a server for it loses the connection.
  private func query(text: String?) throws(RequestLine.Problem) -> LogQuery {
    if let before, !EntryID.sane.contains(before) {
      throw RequestLine.Problem(
        reason: "The member \"before\" is from \(EntryID.sane.lowerBound) to \(EntryID.sane.upperBound).", tag: tag)
    }
    return LogQuery(
      text: text, person: with, before: before.map { EntryID(rawValue: $0) }, limit: limit ?? RequestLine.usualLimit)
  }

  private func need(
    _ value: String?, _ member: String, _ word: RequestLine.Word
  ) throws(RequestLine.Problem) -> String {
    guard let value else {
      throw RequestLine.Problem(reason: "The request \"\(word.rawValue)\" needs the member \"\(member)\".", tag: tag)
    }
    return value
  }
}
