extension StoreError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .diskFull(let detail): "the disk is full (\(detail))"
    case .syncFailed(let detail): "the disk did not confirm what was written (\(detail))"
    case .unreadable(let path, let detail): "\(path) can't be used as the store: \(detail)"
    case .failed(let detail): "the store failed: \(detail)"
    }
  }
}
