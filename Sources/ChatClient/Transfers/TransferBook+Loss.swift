import ChatCore

// A lost connection: transfers stop where they are, and go on from there on the next one.
extension TransferBook {
  /// The connection is lost, and every number of a transfer with it.
  mutating func paused() -> [TransferStep] {
    isConnected = false
    var steps: [TransferStep] = []
    for ticket in tickets {
      guard let record = records[ticket] else { continue }
      switch record.stage {
      case .asked:
        records[ticket]?.stage = .ready
      case .running, .resuming:
        // Who was asking to go on knows where; asking twice does no harm.
        records[ticket]?.stage = .stopped(nil)
        steps.append(.perform(.pause(ticket)))
      case .cancelling:
        records[ticket] = nil
        steps.append(.show([Words.cancelled(record)]))
      case .opening, .ready, .stopped, .arrived, .handingOver:
        // A file that is being handed over is a request like others, which is sent again under its number.
        break
      }
    }
    return steps
  }

  /// There is a connection again, to the same account.
  mutating func resumed() -> [TransferStep] {
    isConnected = true
    return tickets.flatMap { ticket -> [TransferStep] in
      switch records[ticket]?.stage {
      case .ready: begin(ticket)
      case .stopped: goOn(ticket)
      case .arrived: handOver(ticket)
      case .opening, .asked, .resuming, .running, .handingOver, .cancelling, nil: []
      }
    }
  }

  /// Asks to go on from where the transfer was stopped, once it is known where that was.
  mutating func goOn(_ ticket: TransferTicket) -> [TransferStep] {
    guard let record = records[ticket], case .stopped(let bytes) = record.stage else { return [] }
    if record.isUpload, let offer = record.offer {
      records[ticket]?.stage = .resuming
      return [.ask(.resumeUpload(offer: offer), .upload(ticket))]
    }
    guard let bytes, let file = record.file?.file else { return [] }
    records[ticket]?.stage = .resuming
    return [.ask(.resumeDownload(file, offset: bytes), .download(ticket))]
  }
}
