import ChatCore

/// A list that comes in several replies.
struct PartialList {
  /// The request that all of them answer.
  private let number: UInt64
  private var names: [String] = []
  private var files: [FileListing] = []
  private var past: [PastMessage] = []
  private var kind: Kind?
  private var bytes = 0

  private enum Kind {
    case others
    case lastHour
    case blockedPeople
    case waitingFiles
    case past
  }

  /// Nothing yet of the answer to request `number`.
  init(number: UInt64) {
    self.number = number
  }

  /// Takes the next part; returns the whole list when it was the last one.
  ///
  /// - Throws: `FrameError.outOfRange` when it is no part of this list, or the list has grown too long.
  mutating func append(_ part: Reply, number: UInt64, more: Bool) throws(FrameError) -> Reply? {
    guard number == self.number else { throw .outOfRange(field: "Reply.number") }
    switch part {
    case .others(let names): try append(names, as: .others)
    case .lastHour(let names): try append(names, as: .lastHour)
    case .blockedPeople(let names): try append(names, as: .blockedPeople)
    case .waitingFiles(let files): try append(files)
    case .past(let messages): try append(messages)
    default: throw .outOfRange(field: "Reply.result")
    }
    guard bytes <= FrameLimit.list else { throw .outOfRange(field: "Reply.result") }
    return more ? nil : whole
  }

  private mutating func append(_ part: [String], as kind: Kind) throws(FrameError) {
    try begin(kind)
    names += part
    bytes += part.bytesInList
  }

  private mutating func append(_ part: [FileListing]) throws(FrameError) {
    try begin(.waitingFiles)
    files += part
    bytes += part.bytesInList
  }

  private mutating func append(_ part: [PastMessage]) throws(FrameError) {
    try begin(.past)
    past += part
    bytes += part.bytesInList
  }

  private mutating func begin(_ kind: Kind) throws(FrameError) {
    guard self.kind == nil || self.kind == kind else { throw .outOfRange(field: "Reply.result") }
    self.kind = kind
  }

  private var whole: Reply? {
    switch kind {
    case .others: .others(names)
    case .lastHour: .lastHour(names)
    case .blockedPeople: .blockedPeople(names)
    case .waitingFiles: .waitingFiles(files)
    case .past: .past(past)
    case nil: nil
    }
  }
}
