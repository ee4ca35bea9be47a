import ChatCore

extension StoreError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .diskFull(let detail): "the disk is full (\(detail))"
    case .quotaExceeded(let detail): "the disk quota is used up (\(detail))"
    case .inputOutput(let detail): "the disk reports errors (\(detail))"
    case .locked(let detail): "another program holds a lock on it (\(detail))"
    case .notWritable(let detail): "it may not be written to (\(detail))"
    case .syncFailed(let detail): "the disk did not confirm what was written (\(detail))"
    case .unreadable(let path, let detail): "\(path) can't be used as the store: \(detail)"
    case .noRoom(let path, let place, let needed, let free):
      "to bring \(path) up to date, with a copy of what it was, takes \(ByteText.text(needed)), and \(ByteText.text(free)) "
        + "are free at \(place). Make room there and try again; nothing was changed."
    case .failed(let detail): "the store failed: \(detail)"
    }
  }

  /// The trouble as whoever runs the server is told while this lasts.
  public var trouble: StorageTrouble {
    switch self {
    case .diskFull, .noRoom: .full
    case .quotaExceeded: .quota
    case .inputOutput, .syncFailed: .inputOutput
    case .locked: .locked
    case .notWritable: .notWritable
    case .unreadable, .failed: .other(description)
    }
  }

  /// True when it is worth it to try again after a while.
  public var mayPass: Bool {
    switch self {
    case .diskFull, .quotaExceeded, .inputOutput, .locked, .notWritable: true
    case .syncFailed, .unreadable, .noRoom, .failed: false
    }
  }
}
