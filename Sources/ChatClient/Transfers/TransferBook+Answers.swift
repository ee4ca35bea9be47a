import ChatCore

// What the server answers.
extension TransferBook {
  /// To an offer, or to the wish to go on with one. There are two answers: that bytes may come, and how it ended.
  mutating func repliedToOffer(_ ticket: TransferTicket, _ reply: Reply) -> [TransferStep] {
    guard let record = records[ticket] else { return [] }
    switch reply {
    case .uploadAccepted(let id, let credit):
      return sends(ticket, record, id, from: 0, credit: credit)
    case .uploadResumed(let id, let offset, let credit):
      return sends(ticket, record, id, from: offset, credit: credit)
    case .fileStored, .doneBefore:
      let lines = Reply.fileStored(name: record.name).lines
      return end(ticket) + [.show(lines)] + notice(of: record.digest, record)
    case .refused(.noSuchTransfer) where record.stage == .resuming:
      return [.show([Words.startsAgain(record)])] + begin(ticket)
    case .transferCancelled:
      return end(ticket) + [.show([Words.cancelled(record)])]
    default:
      return end(ticket) + shown(reply)
    }
  }

  /// To the wish for a file, or for the rest of it.
  mutating func repliedToWish(_ ticket: TransferTicket, _ reply: Reply) -> [TransferStep] {
    guard let record = records[ticket] else { return [] }
    switch reply {
    case .downloadAccepted(let id, let file, let name, let size, let digest):
      do throws(Refusal) {
        let incoming = IncomingFile(transfer: id, file: file, name: try FileName(name), size: size, digest: digest)
        return receives(ticket, record, incoming)
      } catch {
        return end(ticket) + [.show(MessageText.sentences(error.lines)), .ask(.cancelTransfer(id), .silent)]
      }
    case .refused(.noSuchTransfer) where record.stage == .resuming:
      return end(ticket) + [.show([Words.notWaitingAnyMore(record)])]
    default:
      return end(ticket) + shown(reply)
    }
  }

  /// To the news that a file has arrived here.
  mutating func repliedToHandOver(_ ticket: TransferTicket, _ reply: Reply) -> [TransferStep] {
    records[ticket] = nil
    // Its sender may have replaced the file meanwhile: the server keeps the new one, and that is right.
    if case .refused(.noSuchFile) = reply { return [] }
    return shown(reply)
  }

  /// To `cancelTransfer`. An upload ends with the answer to its offer, which says whether it was complete already.
  mutating func repliedToCancel(_ ticket: TransferTicket) -> [TransferStep] {
    guard let record = records[ticket], !record.isUpload else { return [] }
    records[ticket] = nil
    return [.show([Words.cancelled(record)])]
  }

  /// A transfer ended on the server's side.
  mutating func failed(_ id: TransferID, reason: String) -> [TransferStep] {
    guard let ticket = records.first(where: { $0.value.stage == .running(id) })?.key else { return [] }
    return end(ticket) + [.show(MessageText.sentences(["Error! " + reason]))]
  }

  private mutating func sends(
    _ ticket: TransferTicket, _ record: TransferRecord, _ id: TransferID, from offset: Int64, credit: Int64
  ) -> [TransferStep] {
    guard record.stage != .cancelling else { return cancelRunning(ticket, id) }
    let words = record.stage == .resuming ? Words.goesOn(record, from: offset) : Words.uploadBegins
    records[ticket]?.stage = .running(id)
    return [.show([words]), .perform(.upload(ticket, id, from: offset, credit: credit))]
  }

  private mutating func receives(
    _ ticket: TransferTicket, _ record: TransferRecord, _ file: IncomingFile
  ) -> [TransferStep] {
    guard record.stage != .cancelling else { return cancelRunning(ticket, file.transfer) }
    records[ticket]?.stage = .running(file.transfer)
    records[ticket]?.size = file.size
    guard let begun = record.file else {
      records[ticket]?.file = file
      return [.show(Words.downloadBegins), .perform(.download(ticket, file))]
    }
    guard begun.file == file.file, begun.digest == file.digest, begun.size == file.size else {
      // The number is the file's for ever: a server that says otherwise is not to be trusted with the rest.
      return end(ticket) + [.show([Words.notWaitingAnyMore(record)]), .ask(.cancelTransfer(file.transfer), .silent)]
    }
    return [.perform(.goOnDownloading(ticket, file.transfer))]
  }

  /// What `sha256sum` says of the same bytes, for people who compare.
  func notice(of digest: [UInt8]?, _ record: TransferRecord) -> [TransferStep] {
    digest.map { [.notice([Words.digest($0, of: record)])] } ?? []
  }

  private func shown(_ reply: Reply) -> [TransferStep] {
    let lines = reply.lines
    return lines.isEmpty ? [] : [.show(lines)]
  }
}
