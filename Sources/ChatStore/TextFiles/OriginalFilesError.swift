import ChatSystem

/// Why the original's files could not be imported or exported. Nothing has changed.
public enum OriginalFilesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// None of the six files is in that directory.
  case nothingThere(String)
  /// A line can't be used.
  case line(LineError)
  /// These names exist in our store already.
  case namesTaken([String])
  /// A password could not be hashed, for this reason.
  case hashing(String)
  /// A file could not be read or written.
  case file(FileError)
  /// The store could not be read or written.
  case store(StoreError)

  /// One sentence for a person, with the next step where there is one.
  public var description: String {
    switch self {
    case .nothingThere(let path):
      "there is none of the files \(OriginalPart.allCases.map(\.fileName).joined(separator: ", ")) in \(path)"
    case .line(let error):
      "\(error)"
    case .namesTaken(let names):
      "\(names.count == 1 ? "this name exists" : "these names exist") already: \(names.joined(separator: ", ")). "
        + "Use --merge to keep ours or --replace to take theirs."
    case .hashing(let reason):
      "a password could not be hashed: \(reason)"
    case .file(let error):
      "\(error)"
    case .store(let error):
      "\(error)"
    }
  }
}
