/// Files on their way from one person to another: those that wait, and those that come or go.
struct FileExchange: Sendable {
  /// Those that wait. Every server that follows one log knows them alike.
  var shelf: FileShelf
  /// All uploads under way to this server, those too that wait for their sender to come back.
  var uploads = UploadBook()

  /// A list of waiting files ends after about so many bytes.
  static let listedBytes = 256 * 1_024

  init(_ state: DurableState, people: People) {
    shelf = FileShelf(state.files, name: people.accounts.name(of:))
  }

  /// A commit failed: the files are again as the store has them, which is `state`.
  mutating func recover(_ state: DurableState, people: People) {
    shelf = FileShelf(state.files, name: people.accounts.name(of:))
    // What was told as stored may not be.
    uploads.forgetStored()
  }

  /// What waits for `account`, in the order of arrival, as much of it as one answer has room for: others decide how many
  /// files they send. The rest comes up when the first ones are fetched or declined.
  func listing(for account: AccountID, people: People) -> [FileListing] {
    var listings: [FileListing] = []
    var bytes = 0
    for file in shelf.files(for: account) {
      let listing = FileListing(sender: people.accounts.name(of: file.sender), name: file.name.text, size: file.size)
      bytes += listing.sender.utf8.count + listing.name.utf8.count + MemoryLayout<FileListing>.size
      guard bytes <= Self.listedBytes else { break }
      listings.append(listing)
    }
    return listings
  }

  /// Lets the bytes of an offered file come. What is left of the same offer, from before its connection was lost, is
  /// dropped.
  mutating func beginUpload(
    to recipient: String, name: String, size: Int64, by member: Member, run: UInt64, caller: Caller,
    messaging: Messaging, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    try turn.requireWritable()
    let receiver = try messaging.receiver(named: recipient, of: member.account, action: .file, people: people)
    let name = try FileName(name)
    guard size >= 0, size <= Int64(turn.settings[.maxFileSize]) else {
      throw .fileTooLarge(maximum: Int64(turn.settings[.maxFileSize]))
    }
    try requireFreeTransfer(of: member)
    try messaging.requireRoom(for: name.text.utf8.count, in: receiver)
    try requireSpace(for: size, name: name, to: receiver.id, from: member, people: people, settings: turn.settings)
    let request = ClientRequestID(run: run, number: caller.number)
    if let left = uploads.parked(request, of: member.account) {
      dropUpload(left, turn: &turn)
    }
    let file = turn.log.nextFile()
    let transfer = startUpload(of: file, on: caller.session, people: &people)
    uploads.insert(
      PendingUpload(
        file: file, sender: member.account, offer: request, recipient: receiver.id, name: name, size: size,
        place: .running(caller.session, transfer, request: caller.number)))
    turn.append(.beginUpload(caller.session, transfer, file, size: size))
    turn.reply(to: caller, .uploadAccepted(transfer, credit: Upload.window))
  }

  /// All bytes of an upload are on disk under its id. Its sender's connection may be lost meanwhile: the file is complete
  /// all the same. Nobody wants it when its sender has gone.
  mutating func uploadStored(
    _ file: FileID, digest: [UInt8], messaging: inout Messaging, people: inout People, turn: inout Turn
  ) {
    guard let upload = takeUpload(file, at: turn.now, people: &people) else {
      turn.append(.discardBytes(file))
      return
    }
    do throws(Refusal) {
      try turn.requireWritable()
      guard let receiver = people.accounts[upload.recipient] else {
        throw .noSuchUser(people.accounts.name(of: upload.recipient))
      }
      guard !messaging.blocks.isBlockedNow(upload.sender, by: receiver.id) else {
        throw .blockedByReceiver(receiver.name.text)
      }
      let event = ServerEvent.fileStored(
        user: people.accounts.name(of: upload.sender), recipient: receiver.name.text, file: upload.name.text,
        size: upload.size)
      let entry = Entry.fileStored(
        file, sender: upload.sender, recipient: receiver.id, name: upload.name, size: upload.size, digest: digest)
      // Offered again after a crash under the same number, the file is announced once to whoever was told already.
      turn.propose(
        Proposal(
          entry, origin: RequestOrigin(account: upload.sender, request: upload.offer),
          refused: turn.log.isShared ? messaging.runs.propose(upload.offer, of: upload.sender) : [],
          caller: upload.waiting,
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
    _ file: FileID, people: inout People, turn: inout Turn, refusal: (String) -> Refusal
  ) {
    guard let upload = takeUpload(file, at: turn.now, people: &people) else { return }
    let refusal = refusal(upload.name.text)
    turn.append(.log(.transferFailed(user: people.accounts.name(of: upload.sender), reason: refusal.sentence)))
    refuse(upload, refusal, turn: &turn)
  }

  /// All bytes of a download went out, or it failed for `reason`.
  mutating func downloadEnded(
    _ session: SessionID, _ transfer: TransferID, reason: String?, people: inout People, turn: inout Turn
  ) {
    var account: AccountID?
    people.updateMember(of: session) { member in
      guard member.underWay.value.downloads.removeValue(forKey: transfer) != nil else { return }
      member.lastActivity = turn.now.uptime
      account = member.account
    }
    guard let account, let reason else { return }
    turn.append(.log(.transferFailed(user: people.accounts.name(of: account), reason: reason)))
    turn.append(.event(session, .transferFailed(transfer, reason: reason)))
  }

  mutating func startDownload(
    from sender: String, name: String, by member: Member, session: SessionID, people: inout People, turn: inout Turn
  ) throws(Refusal) -> Reply {
    let file = try waitingFile(name, from: sender, for: member.account)
    return try startDownload(of: file, by: member, session: session, people: &people, turn: &turn)
  }

  /// Sends a waiting file from `offset` on, which its receiver may have reached before.
  mutating func startDownload(
    of file: WaitingFile, from offset: Int64 = 0, by member: Member, session: SessionID, people: inout People,
    turn: inout Turn
  ) throws(Refusal) -> Reply {
    try requireFreeTransfer(of: member)
    var started = TransferID(rawValue: 0)
    people.updateMember(of: session) { member in
      started = member.nextTransfer()
      member.underWay.value.downloads[started] = file
    }
    turn.append(.beginDownload(session, started, file.id, size: file.size, offset: offset))
    return .downloadAccepted(started, file.id, name: file.name.text, size: file.size, digest: file.digest)
  }

  /// Stops a transfer. The offer of an upload gets its last answer by that, too.
  mutating func cancel(
    _ transfer: TransferID, of session: SessionID, people: inout People, turn: inout Turn
  ) throws(Refusal) -> Reply {
    var upload: FileID?
    var download: WaitingFile?
    people.updateMember(of: session) { member in
      upload = member.underWay.value.uploads.removeValue(forKey: transfer)
      download = member.underWay.value.downloads.removeValue(forKey: transfer)
    }
    guard upload != nil || download != nil else { throw .noSuchTransfer }
    turn.append(.cancelTransfer(session, transfer))
    if let upload = upload.flatMap({ uploads.remove($0) }), let waiting = upload.waiting {
      turn.reply(to: waiting, .transferCancelled)
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
    guard let file = shelf.file(id, for: account) else { return nil }
    return .fileRemoved(id, sender: file.sender, recipient: account, notice: nil)
  }

  func declining(_ name: String, from sender: String, by account: AccountID, people: People) throws(Refusal) -> Entry {
    let file = try waitingFile(name, from: sender, for: account)
    let notice = "\"\(people.accounts.name(of: account))\" has declined your file \"\(file.name)\"."
    return .fileRemoved(file.id, sender: file.sender, recipient: account, notice: notice)
  }

  /// A whole file has its place in the log.
  ///
  /// - Returns: the file of the same name whose place it takes.
  mutating func applyStored(_ file: WaitingFile, isHere: Bool, record: LogRecord, people: People) -> WaitingFile? {
    if isHere, let offer = record.origin?.request {
      uploads.noteStored(offer, of: file.sender, name: file.name)
    }
    return shelf.insert(file, from: people.accounts.name(of: file.sender))
  }

  /// Gone senders are found under the name they had, and names that nobody can type under what is shown of them.
  private func waitingFile(_ name: String, from sender: String, for account: AccountID) throws(Refusal) -> WaitingFile {
    guard let file = shelf.file(named: name, from: sender, for: account) else {
      throw .noSuchFile(from: sender, name: name)
    }
    return file
  }

  func requireFreeTransfer(of member: Member) throws(Refusal) {
    guard member.underWay.value.uploads.count + member.underWay.value.downloads.count < Upload.perSession
    else {
      throw .tooManyTransfers(maximum: Upload.perSession)
    }
  }

  /// Gives the upload of `file` its number on `session`.
  mutating func startUpload(of file: FileID, on session: SessionID, people: inout People) -> TransferID {
    var started = TransferID(rawValue: 0)
    people.updateMember(of: session) { member in
      started = member.nextTransfer()
      member.underWay.value.uploads[started] = file
    }
    return started
  }

  /// An upload is over, wherever it was.
  private mutating func takeUpload(_ file: FileID, at now: Moment, people: inout People) -> PendingUpload? {
    guard let upload = uploads.remove(file) else { return nil }
    if case .running(let session, let transfer, _) = upload.place {
      people.updateMember(of: session) { member in
        member.underWay.value.uploads[transfer] = nil
        member.lastActivity = now.uptime
      }
    }
    return upload
  }

  private func refuse(_ upload: PendingUpload, _ refusal: Refusal, turn: inout Turn) {
    // It is offered again to the server that comes.
    if turn.mode == .stopping(restarts: true) { return }
    if let waiting = upload.waiting { turn.reply(to: waiting, .refused(refusal)) }
  }

  /// Files that wait and uploads under way, those of lost connections too, of one sender and of all, may be so many and
  /// so large.
  ///
  /// A file that replaces one of the same name is no new file, but its bytes count beside the old one's until it is
  /// there: for that long both are on the disk.
  private func requireSpace(
    for size: Int64, name: FileName, to recipient: AccountID, from member: Member, people: People,
    settings: Settings
  ) throws(Refusal) {
    let usage = shelf.usage(of: member.account)
    let uploading = uploads.usage(of: member.account)
    if let maximum = settings.limit(.filesPerUser) {
      let sender = people.accounts.name(of: member.account)
      let replaced = shelf.file(name, of: member.account, called: sender, for: recipient)
      guard replaced != nil || Int64(usage.files + uploading.files) < maximum else {
        throw .tooManyFiles(maximum: Int(maximum))
      }
    }
    if let maximum = settings.limit(.waitingBytesPerUser) {
      guard size <= maximum - usage.bytes - uploading.bytes else { throw .filesTooLarge(maximum: maximum) }
    }
    // Where it is lifted, the sum must not overflow all the same.
    let maximum = settings.limit(.waitingBytes) ?? 1 << 62
    guard size <= maximum - shelf.bytes - uploads.bytes else { throw .depotFull(maximum: maximum) }
  }
}
