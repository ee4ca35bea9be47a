import ChatCore

extension Request {
  /// Why the server would refuse this for what it is made of; such a request is not sent, because a frame may be too
  /// small for it.
  var localRefusal: Refusal? {
    let parts = parts
    if let name = parts.person, (try? AccountName(name)) == nil {
      return .noSuchUser(String(name.unicodeScalars.prefix(AccountName.maximumLength)))
    }
    if let text = parts.body ?? parts.query, text.utf8.count > ChatMessage.maximumBodyBytes {
      return .bodyTooLong(maximum: ChatMessage.maximumBodyBytes)
    }
    if let file = parts.file, file.utf8.count > FileName.maximumBytes {
      return .noSuchFile(from: parts.person ?? "", name: "…")
    }
    return nil
  }
}
