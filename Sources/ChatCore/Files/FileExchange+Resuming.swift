// Transfers whose connection was lost: uploads are parked, and go on when their person is back.
extension FileExchange {
  /// The connection of a member is lost, or another one takes its place: what has come of the uploads is kept for as long
  /// as a person is waited for, and the downloads end. Once: the member has to leave its stage right after.
  mutating func parkTransfers(of member: Member, session: SessionID, turn: inout Turn) {
    let until = turn.endOfGrace
    for (transfer, file) in member.underWay.value.uploads {
      uploads.move(file, to: .parked(until: until))
      turn.append(.parkUpload(session, transfer, file))
    }
    // Each is an open file of the depot: who offers others and is lost again, time after time, has no more of them.
    let parked = uploads.parked(of: member.account).sorted { $0.file < $1.file }
    for upload in parked.dropLast(Upload.perSession) {
      dropUpload(upload, turn: &turn)
    }
    for transfer in member.underWay.value.downloads.keys {
      turn.append(.cancelTransfer(session, transfer))
    }
  }

  /// Somebody is back with this run of a client program: its uploads wait for as long again, and those of other runs can't
  /// be gone on with.
  mutating func keepParkedUploads(
    of account: AccountID, run: UInt64, turn: inout Turn
  ) {
    let until = turn.endOfGrace
    for upload in uploads.parked(of: account) {
      if upload.offer.run == run {
        uploads.move(upload.file, to: .parked(until: until))
      } else {
        dropUpload(upload, turn: &turn)
      }
    }
  }

  /// Somebody has gone for good: what was kept goes too.
  mutating func dropParkedUploads(of account: AccountID, turn: inout Turn) {
    for upload in uploads.parked(of: account) {
      dropUpload(upload, turn: &turn)
    }
    uploads.forgetStored(by: account)
  }

  /// Drops what nobody has gone on with in time, and says when to look again.
  mutating func tickParkedUploads(at now: Uptime, turn: inout Turn) -> Uptime? {
    let (overdue, next) = uploads.parked(at: now)
    for upload in overdue {
      dropUpload(upload, turn: &turn)
    }
    return next
  }

  /// An upload that is not running is not wanted any more.
  mutating func dropUpload(_ upload: PendingUpload, turn: inout Turn) {
    uploads.remove(upload.file)
    turn.append(.discardBytes(upload.file))
  }

  /// `member` wants to go on with the upload that this run offered as `offer`. The answer comes with `uploadResumed`, or
  /// at once when it came to its end while nobody was there to hear of it.
  mutating func resumeUpload(
    offer: UInt64, by member: Member, run: UInt64, caller: Caller, people: inout People, turn: inout Turn
  ) throws(Refusal) {
    let request = ClientRequestID(run: run, number: offer)
    if let name = uploads.stored(request, of: member.account) {
      // The entry may not be on disk yet.
      turn.afterCommit(AfterCommit(caller: caller, reply: .fileStored(name: name.text)))
      return
    }
    guard let upload = uploads.parked(request, of: member.account) else { throw .noSuchTransfer }
    try requireFreeTransfer(of: member)
    let transfer = startUpload(of: upload.file, on: caller.session, people: &people)
    uploads.move(upload.file, to: .running(caller.session, transfer, request: caller.number))
    turn.append(.resumeUpload(caller.session, transfer, upload.file))
  }

  /// The depot goes on with an upload, of which it has the first `offset` bytes.
  func uploadResumed(
    _ session: SessionID, _ transfer: TransferID, _ file: FileID, offset: Int64, turn: inout Turn
  ) {
    // The connection may be lost again, and the upload resumed a second time meanwhile.
    guard case .running(session, transfer, let number)? = uploads[file]?.place else { return }
    turn.reply(
      to: Caller(session: session, number: number), .uploadResumed(transfer, offset: offset, credit: Upload.window))
  }

  /// `member` has the first `offset` bytes of a waiting file and wants the others.
  mutating func resumeDownload(
    of id: FileID, from offset: Int64, by member: Member, session: SessionID, people: inout People, turn: inout Turn
  ) throws(Refusal) -> Reply {
    guard let file = shelf.file(id, for: member.account), (0...file.size).contains(offset)
    else { throw .noSuchTransfer }
    return try startDownload(of: file, from: offset, by: member, session: session, people: &people, turn: &turn)
  }
}
