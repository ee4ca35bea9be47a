extension Room {
  /// A list of waiting files ends after about so many bytes.
  static let listedBytes = 256 * 1_024

  /// What waits for `account`, in the order of arrival, as much of it as one answer has room for: others decide how many
  /// files they send. The rest comes up when the first ones are fetched or declined.
  func listing(for account: AccountID) -> [FileListing] {
    var listings: [FileListing] = []
    var bytes = 0
    for file in files.files(for: account) {
      let listing = FileListing(sender: accounts.name(of: file.sender), name: file.name.text, size: file.size)
      bytes += listing.sender.utf8.count + listing.name.utf8.count + MemoryLayout<FileListing>.size
      guard bytes <= Self.listedBytes else { break }
      listings.append(listing)
    }
    return listings
  }

  /// Lets the bytes of an offered file come. What is left of the same offer, from before its connection was lost, is
  /// dropped.
  mutating func beginUpload(
    to recipient: String, name: String, size: Int64, by member: Member, run: UInt64, number: UInt64,
    session: SessionID, turn: inout Turn
  ) throws(Refusal) {
    try requireWritable()
    let receiver = try receiver(named: recipient, of: member.account, action: .file)
    let name = try FileName(name)
    guard size >= 0, size <= Int64(settings[.maxFileSize]) else {
      throw .fileTooLarge(maximum: Int64(settings[.maxFileSize]))
    }
    try requireFreeTransfer(of: member)
    try requireRoom(for: name.text.utf8.count, in: receiver)
    try requireWaitingRoom(for: size, name: name, to: receiver.id, from: member)
    let request = ClientRequestID(run: run, number: number)
    if let left = uploads.parked(request, of: member.account) {
      dropUpload(left, turn: &turn)
    }
    let file = turn.log.nextFile()
    let transfer = startUpload(of: file, on: session)
    uploads.insert(
      PendingUpload(
        file: file, sender: member.account, offer: request, recipient: receiver.id, name: name, size: size,
        place: .running(session, transfer, request: number)))
    turn.append(.beginUpload(session, transfer, file, size: size))
    turn.reply(session, number, .uploadAccepted(transfer, credit: Upload.window))
  }

  /// All bytes of an upload are on disk under its id. Its sender's connection may be lost meanwhile: the file is complete
  /// all the same. Nobody wants it when its sender has gone.
  mutating func uploadStored(
    _ file: FileID, digest: [UInt8], turn: inout Turn
  ) {
    guard let upload = takeUpload(file, at: turn.now) else {
      turn.append(.discardBytes(file))
      return
    }
    do throws(Refusal) {
      try requireWritable()
      guard let receiver = accounts[upload.recipient] else { throw .noSuchUser(accounts.name(of: upload.recipient)) }
      guard !blocks.isBlockedNow(upload.sender, by: receiver.id) else {
        throw .blockedByReceiver(receiver.name.text)
      }
      let event = ServerEvent.fileStored(
        user: accounts.name(of: upload.sender), recipient: receiver.name.text, file: upload.name.text,
        size: upload.size)
      let entry = Entry.fileStored(
        file, sender: upload.sender, recipient: receiver.id, name: upload.name, size: upload.size, digest: digest)
      // Offered again after a crash under the same number, the file is announced once to whoever was told already.
      turn.propose(
        Proposal(
          entry, origin: RequestOrigin(account: upload.sender, request: upload.offer),
          refused: turn.log.isShared ? runs.propose(upload.offer, of: upload.sender) : [], replyTo: upload.waiting,
          discardOnFailure: [file],
          effects: [.log(event)]))
    } catch {
      turn.append(.discardBytes(file))
      refuse(upload, error, turn: &turn)
      return
    }
  }

  /// An upload ended without a whole file; the depot keeps nothing of it. `refusal` gets the file's name.
  mutating func uploadFailed(
    _ file: FileID, turn: inout Turn, refusal: (String) -> Refusal
  ) {
    guard let upload = takeUpload(file, at: turn.now) else { return }
    let refusal = refusal(upload.name.text)
    turn.append(.log(.transferFailed(user: accounts.name(of: upload.sender), reason: refusal.sentence)))
    refuse(upload, refusal, turn: &turn)
  }

  /// All bytes of a download went out, or it failed for `reason`.
  mutating func downloadEnded(
    _ session: SessionID, _ transfer: TransferID, reason: String?, turn: inout Turn
  ) {
    var account: AccountID?
    updateMember(of: session) { member in
      guard member.underWay.value.downloads.removeValue(forKey: transfer) != nil else { return }
      member.lastActivity = turn.now.uptime
      account = member.account
    }
    guard let account, let reason else { return }
    turn.append(.log(.transferFailed(user: accounts.name(of: account), reason: reason)))
    turn.append(.event(session, .transferFailed(transfer, reason: reason)))
  }

  mutating func startDownload(
    from sender: String, name: String, by member: Member, session: SessionID, turn: inout Turn
  ) throws(Refusal) -> Reply {
    let file = try waitingFile(name, from: sender, for: member.account)
    return try startDownload(of: file, from: 0, by: member, session: session, turn: &turn)
  }

  /// Sends a waiting file from `offset` on, which its receiver may have reached before.
  mutating func startDownload(
    of file: WaitingFile, from offset: Int64, by member: Member, session: SessionID, turn: inout Turn
  ) throws(Refusal) -> Reply {
    try requireFreeTransfer(of: member)
    var started = TransferID(rawValue: 0)
    updateMember(of: session) { member in
      started = member.nextTransfer()
      member.underWay.value.downloads[started] = file
    }
    turn.append(.beginDownload(session, started, file.id, size: file.size, offset: offset))
    return .downloadAccepted(started, file.id, name: file.name.text, size: file.size, digest: file.digest)
  }

  /// Stops a transfer. The offer of an upload gets its last answer by that, too.
  mutating func cancel(
    _ transfer: TransferID, of session: SessionID, turn: inout Turn
  ) throws(Refusal) -> Reply {
    var upload: FileID?
    var download: WaitingFile?
    updateMember(of: session) { member in
      upload = member.underWay.value.uploads.removeValue(forKey: transfer)
      download = member.underWay.value.downloads.removeValue(forKey: transfer)
    }
    guard upload != nil || download != nil else { throw .noSuchTransfer }
    turn.append(.cancelTransfer(session, transfer))
    if let upload = upload.flatMap({ uploads.remove($0) }), let (_, number) = upload.waiting {
      turn.reply(session, number, .transferCancelled)
    }
    return .transferCancelled
  }

  /// Ends every transfer of somebody who goes. Once: the member has to leave its stage right after.
  mutating func endTransfers(of member: Member, session: SessionID, turn: inout Turn) {
    for file in member.underWay.value.uploads.values {
      uploads.remove(file)
    }
    for transfer in Array(member.underWay.value.uploads.keys) + Array(member.underWay.value.downloads.keys) {
      turn.append(.cancelTransfer(session, transfer))
    }
  }

  /// The receiver has the file: it is removed. Nil when it is gone already, because that was said before or because a new
  /// one took its place during the download: that is no error.
  func removal(of id: FileID, by account: AccountID) -> Entry? {
    guard let file = files.file(id, for: account) else { return nil }
    return .fileRemoved(id, sender: file.sender, recipient: account, notice: nil)
  }

  func declining(_ name: String, from sender: String, by account: AccountID) throws(Refusal) -> Entry {
    let file = try waitingFile(name, from: sender, for: account)
    let notice = "\"\(accounts.name(of: account))\" has declined your file \"\(file.name)\"."
    return .fileRemoved(file.id, sender: file.sender, recipient: account, notice: notice)
  }

  mutating func applyFileStored(
    _ file: WaitingFile, isHere: Bool, outcome: inout AfterCommit, record: LogRecord
  ) -> Reply {
    if isHere, let offer = record.origin?.request {
      uploads.noteStored(offer, of: file.sender, name: file.name)
    }
    if let replaced = files.insert(file, from: accounts.name(of: file.sender)) {
      outcome.discardOnSuccess.append(replaced.id)
    }
    _ = applyMessage(
      .fileTransfer, from: file.sender, to: file.recipient, body: file.name.text, record: record)
    return .fileStored(name: file.name.text)
  }

  mutating func applyFileRemoved(
    _ id: FileID, recipient: AccountID, sender: AccountID, notice: String?, outcome: inout AfterCommit,
    record: LogRecord, turn: inout Turn
  ) -> Reply {
    let file = files.remove(id, of: recipient)
    outcome.discardOnSuccess.append(id)
    let names = (
      recipient: accounts.name(of: recipient), sender: accounts.name(of: sender), file: file?.name.text ?? ""
    )
    guard let notice else {
      turn.append(.log(.fileFetched(user: names.recipient, sender: names.sender, file: names.file)))
      return .fileHandedOver
    }
    turn.append(.log(.fileDeclined(user: names.recipient, sender: names.sender, file: names.file)))
    if accounts[sender] != nil {
      _ = applyMessage(.broadcast, from: .system, to: sender, body: notice, record: record)
    }
    return .fileDeclined(from: names.sender, name: names.file)
  }

  /// Gone senders are found under the name they had, and names that nobody can type under what is shown of them.
  private func waitingFile(_ name: String, from sender: String, for account: AccountID) throws(Refusal) -> WaitingFile {
    guard let file = files.file(named: name, from: sender, for: account) else {
      throw .noSuchFile(from: sender, name: name)
    }
    return file
  }

  func requireFreeTransfer(of member: Member) throws(Refusal) {
    guard member.underWay.value.uploads.count + member.underWay.value.downloads.count < Self.transfersPerSession
    else {
      throw .tooManyTransfers(maximum: Self.transfersPerSession)
    }
  }

  /// Gives the upload of `file` its number on `session`.
  mutating func startUpload(of file: FileID, on session: SessionID) -> TransferID {
    var started = TransferID(rawValue: 0)
    updateMember(of: session) { member in
      started = member.nextTransfer()
      member.underWay.value.uploads[started] = file
    }
    return started
  }

  /// An upload is over, wherever it was.
  private mutating func takeUpload(_ file: FileID, at now: Moment) -> PendingUpload? {
    guard let upload = uploads.remove(file) else { return nil }
    if case .running(let session, let transfer, _) = upload.place {
      updateMember(of: session) { member in
        member.underWay.value.uploads[transfer] = nil
        member.lastActivity = now.uptime
      }
    }
    return upload
  }

  private func refuse(_ upload: PendingUpload, _ refusal: Refusal, turn: inout Turn) {
    // It is offered again to the server that comes.
    if mode == .stopping(restarts: true) { return }
    if let (session, number) = upload.waiting {
      turn.reply(session, number, .refused(refusal))
    }
  }
}
