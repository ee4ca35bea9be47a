import ChatCore

extension Reply {
  /// The replies that a list goes out in: one, or several of a long one. Nil for what is no list.
  var parts: [Reply]? {
    switch self {
    case .others(let names): names.parts.map { .others($0) }
    case .lastHour(let names): names.parts.map { .lastHour($0) }
    case .blockedPeople(let names): names.parts.map { .blockedPeople($0) }
    case .past(let messages): messages.parts.map { .past($0) }
    case .waitingFiles(let files): files.parts.map { .waitingFiles($0) }
    case .stored, .storedForLater, .refused, .doneBefore, .nameKnown, .nameFree, .welcome, .registered,
      .departureVerified, .deregistered, .blocked, .unblocked, .passwordChanged, .token, .lastSeen, .deliveredTo,
      .uploadAccepted, .fileStored, .downloadAccepted, .fileHandedOver, .fileDeclined, .transferCancelled,
      .uploadResumed, .goodbye:
      nil
    }
  }
}

/// An element of a list that may be long.
protocol ListElement {
  /// What it takes in a frame, rounded up.
  var bytesInList: Int { get }
}

extension String: ListElement {
  var bytesInList: Int { utf8.count + 4 }
}

extension FileListing: ListElement {
  var bytesInList: Int { sender.utf8.count + name.utf8.count + 24 }
}

extension PastMessage: ListElement {
  var bytesInList: Int { message.body.utf8.count + 2 * AccountName.maximumLength + 64 }
}

extension Array where Element: ListElement {
  /// This list cut so that each part takes about `FrameLimit.listPart` bytes; an empty one is one empty part.
  fileprivate var parts: [[Element]] {
    var parts: [[Element]] = [[]]
    var filled = 0
    for element in self {
      let size = element.bytesInList
      if filled > 0, filled + size > FrameLimit.listPart {
        parts.append([])
        filled = 0
      }
      parts[parts.count - 1].append(element)
      filled += size
    }
    return parts
  }

  /// What all of it takes in frames, rounded up.
  var bytesInList: Int {
    reduce(0) { $0 + $1.bytesInList }
  }
}
