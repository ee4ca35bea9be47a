import ChatCore

extension StoreError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .diskFull(let detail): "the disk is full (\(detail))"
    case .syncFailed(let detail): "the disk did not confirm what was written (\(detail))"
    case .unreadable(let path, let detail): "\(path) can't be used as the store: \(detail)"
    case .noRoom(let path, let place, let needed, let free):
      "to bring \(path) up to date, with a copy of what it was, takes \(ByteText.text(needed)), and \(ByteText.text(free)) "
        + "are free at \(place). Make room there and try again; nothing was changed."
    case .failed(let detail): "the store failed: \(detail)"
    }
  }
}
