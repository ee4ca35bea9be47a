import ChatCore

extension Request {
  /// Why the server would refuse this for what it is made of; such a request is not sent, because a frame may be too
  /// small for it.
  var localRefusal: Refusal? {
    switch self {
    case .message(let name, let body):
      Self.refusal(ofName: name) ?? Self.refusal(ofBody: body)
    case .broadcast(let body):
      Self.refusal(ofBody: body)
    case .block(let name), .unblock(let name), .lastSeen(let name), .deliveredTo(let name):
      Self.refusal(ofName: name)
    case .declineFile(let name, let file):
      Self.refusal(ofName: name) ?? (file.utf8.count > FileName.maximumBytes ? .noSuchFile(from: name, name: "…") : nil)
    case .lookBack(let query):
      query.person.flatMap(Self.refusal(ofName:)) ?? query.text.flatMap(Self.refusal(ofBody:))
    default:
      nil
    }
  }

  private static func refusal(ofName name: String) -> Refusal? {
    (try? AccountName(name)) == nil ? .noSuchUser(String(name.unicodeScalars.prefix(AccountName.maximumLength))) : nil
  }

  private static func refusal(ofBody body: String) -> Refusal? {
    body.utf8.count > ChatMessage.maximumBodyBytes ? .bodyTooLong(maximum: ChatMessage.maximumBodyBytes) : nil
  }
}
