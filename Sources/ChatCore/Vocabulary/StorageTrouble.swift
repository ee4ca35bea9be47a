/// Why nothing can be stored for now: what whoever runs the server is told. Members are told only that it is so.
public enum StorageTrouble: Hashable, Sendable {
  /// There is no room on the disk (ENOSPC).
  case full
  /// The server's user may not take more of the disk (EDQUOT).
  case quota
  /// The disk reports errors (EIO).
  case inputOutput
  /// Another program holds a lock on the store.
  case locked
  /// The store, or the file system that it is on, may not be written to (EROFS, EACCES).
  case notWritable
  /// Something else, in the words of whatever reported it.
  case other(String)

  /// What it is, and what to do about it.
  public var sentence: String {
    switch self {
    case .full: "the disk is full. Make room on it, and the server goes on by itself"
    case .quota: "the server's user has used up the disk quota. Raise it or make room, and the server goes on by itself"
    case .inputOutput:
      "the disk reports errors. Look into the system's log (dmesg), and copy the data directory while it can be read"
    case .locked:
      "another program holds a lock on chat.sqlite (fuser names it). End it, and the server goes on by itself"
    case .notWritable:
      "chat.sqlite can't be written to: it, or its file system, is read-only. Make it writable, and the server goes on "
        + "by itself"
    case .other(let detail): detail
    }
  }
}
