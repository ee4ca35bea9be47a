import ChatCore

extension Reply {
  /// What `result` answers, lists as far as they stand in it; nil when it answers in a way that this program does not
  /// know.
  init?(_ result: Wire_Reply.OneOf_Result) throws(FrameError) {
    switch result {
    case .refused(let wire): self = .refused(Refusal(wire))
    case .nameKnown: self = .nameKnown
    case .nameFree: self = .nameFree
    case .welcome(let name): self = .welcome(name: name)
    case .registered(let name): self = .registered(name: name)
    case .departureVerified(let name): self = .departureVerified(name: name)
    case .deregistered(let name): self = .deregistered(name: name)
    case .others(let wire): self = .others(wire.names)
    case .lastHour(let wire): self = .lastHour(wire.names)
    case .stored(let id): self = .stored(try EntryID(wire: id, "Reply.stored"))
    case .storedForLater(let wire):
      self = .storedForLater(try EntryID(wire: wire.id, "StoredForLater.id"), name: wire.name)
    case .blocked(let name): self = .blocked(name: name)
    case .unblocked(let name): self = .unblocked(name: name)
    case .passwordChanged: self = .passwordChanged
    case .token(let bytes): self = .token(try bytes.checkedToken("Reply.token"))
    case .blockedPeople(let wire): self = .blockedPeople(wire.names)
    case .lastSeen(let wire): self = .lastSeen(name: wire.name, wire.seen)
    case .deliveredTo(let wire): self = .deliveredTo(name: wire.name, through: try wire.checkedThrough)
    case .past(let wire): self = .past(try wire.checkedMessages)
    case .fileStored(let name): self = .fileStored(name: name)
    case .fileHandedOver: self = .fileHandedOver
    case .fileDeclined(let wire): self = .fileDeclined(from: wire.from, name: wire.name)
    case .transferCancelled: self = .transferCancelled
    case .doneBefore: self = .doneBefore
    case .uploadAccepted(let wire): self = try wire.checked
    case .uploadResumed(let wire): self = try wire.checked
    case .downloadAccepted(let wire): self = try wire.checked
    case .waitingFiles(let wire): self = .waitingFiles(try wire.checkedFiles)
    case .goodbye(let wire):
      guard let farewell = Farewell(wire) else { return nil }
      self = .goodbye(farewell)
    }
  }
}

extension Wire_Reply.OneOf_Result {
  /// Whether another part of a list follows.
  var more: Bool {
    switch self {
    case .others(let names), .lastHour(let names), .blockedPeople(let names): names.more
    case .past(let messages): messages.more
    case .waitingFiles(let files): files.more
    default: false
    }
  }
}

extension Wire_UploadAccepted {
  fileprivate var checked: Reply {
    get throws(FrameError) {
      .uploadAccepted(
        try TransferID(wire: transfer, "UploadAccepted.transfer"),
        credit: try (0...FrameLimit.credit).check(credit, "UploadAccepted.credit"))
    }
  }
}

extension Wire_UploadResumed {
  fileprivate var checked: Reply {
    get throws(FrameError) {
      .uploadResumed(
        try TransferID(wire: transfer, "UploadResumed.transfer"),
        offset: try WireRange.sizes.check(offset, "UploadResumed.offset"),
        credit: try (0...FrameLimit.credit).check(credit, "UploadResumed.credit"))
    }
  }
}

extension Wire_DownloadAccepted {
  fileprivate var checked: Reply {
    get throws(FrameError) {
      .downloadAccepted(
        try TransferID(wire: transfer, "DownloadAccepted.transfer"),
        try FileID(wire: file, "DownloadAccepted.file"),
        name: name,
        size: try WireRange.sizes.check(size, "DownloadAccepted.size"),
        digest: try digest.checkedDigest("DownloadAccepted.digest"))
    }
  }
}

extension Wire_FileListings {
  fileprivate var checkedFiles: [FileListing] {
    get throws(FrameError) {
      try files.map { (file) throws(FrameError) in try FileListing(file) }
    }
  }
}
