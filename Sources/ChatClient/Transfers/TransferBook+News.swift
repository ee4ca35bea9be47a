import ChatCore

// What happens on this machine.
extension TransferBook {
  /// Something became of a transfer here.
  mutating func happened(_ ticket: TransferTicket, _ news: TransferNews) -> [TransferStep] {
    guard let record = records[ticket], record.stage != .cancelling else { return [] }
    switch news {
    case .fileOpened(let name, let size):
      records[ticket]?.name = name.text
      records[ticket]?.size = size
      records[ticket]?.stage = .ready
      return begin(ticket)
    case .fileNotOpened(let error):
      records[ticket] = nil
      return [.show([error.sentence])]
    case .uploadSent(let digest):
      records[ticket]?.digest = digest
      // After a lost connection the end may come once more.
      return record.digest == nil ? [.show([Words.uploadSent])] : []
    case .downloadPaused(let bytes):
      guard case .stopped = record.stage else { return [] }
      records[ticket]?.stage = .stopped(bytes)
      return isConnected ? goOn(ticket) : []
    case .downloadSaved(let path):
      let isDisarmed = record.file.map { SaveName.isDisarmed($0.name) } ?? false
      let lines =
        [Words.downloadDone, "It has been saved as \"\(TerminalSanitizer.line(path))\"."]
        + (isDisarmed ? [Words.disarmedName] : [])
      records[ticket]?.stage = .arrived
      return [.show(lines)] + notice(of: record.file?.digest, record) + handOver(ticket)
    case .broke(let error):
      let cancellation: [TransferStep] =
        if case .running(let id) = record.stage { [.ask(.cancelTransfer(id), .silent)] } else { [] }
      return end(ticket) + [.show([error.sentence])] + cancellation
    }
  }

  /// Tells the server that a file is here, if that can be done now.
  mutating func handOver(_ ticket: TransferTicket) -> [TransferStep] {
    guard isConnected, let file = records[ticket]?.file?.file else { return [] }
    records[ticket]?.stage = .handingOver
    return [.ask(.fileReceived(file), .handOver(ticket))]
  }
}
