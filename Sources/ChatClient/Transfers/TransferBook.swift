import ChatCore

/// The transfers of somebody who is logged in, from the command to the end, over all connections that takes.
///
/// Pure: it is told what was typed, what the server answered and what happened on this machine, and says what to do.
struct TransferBook {
  var records: [TransferTicket: TransferRecord] = [:]
  /// Whether requests can be sent.
  var isConnected = true
  private var lastTicket = 0

  /// Whether nothing runs or waits.
  var isEmpty: Bool {
    records.isEmpty
  }

  /// All of them, the oldest first.
  var tickets: [TransferTicket] {
    records.keys.sorted { $0.rawValue < $1.rawValue }
  }

  /// Whether something is being sent whose end the server has not confirmed.
  var awaitsStorage: Bool {
    records.values.contains { $0.isUpload && $0.offer != nil }
  }

  /// What the list shows.
  var summaries: [TransferSummary] {
    tickets.compactMap { ticket in
      records[ticket].map { record in
        let isStopped = if case .stopped = record.stage { true } else { false }
        return TransferSummary(
          ticket: ticket, isUpload: record.isUpload, peer: record.peer, name: record.name, size: record.size,
          isStopped: isStopped || !isConnected)
      }
    }
  }

  // MARK: - What is typed

  /// `file`: the file has to be opened first.
  mutating func send(_ path: String, to peer: String) -> [TransferStep] {
    let ticket = add(TransferRecord(isUpload: true, peer: peer, name: path, stage: .opening))
    return [.perform(.openFile(ticket, path: path))]
  }

  /// `fileget` with a name.
  mutating func fetch(_ name: String, from peer: String) -> [TransferStep] {
    begin(add(TransferRecord(isUpload: false, peer: peer, name: name, stage: .ready)))
  }

  /// `transfers`.
  func list() -> [TransferStep] {
    isEmpty ? [.show([Words.noTransfers])] : [.perform(.listTransfers(summaries))]
  }

  /// `cancel`.
  mutating func cancel(_ text: String) -> [TransferStep] {
    guard let ticket = Int(text).map(TransferTicket.init(rawValue:)), let record = records[ticket] else {
      return [.show([Words.noSuchTransfer(text)])]
    }
    switch record.stage {
    case .arrived, .handingOver:
      return [.show([Words.tooLateToCancel(record)])]
    case .cancelling:
      return []
    case .opening, .ready, .stopped:
      return end(ticket) + [.show([Words.cancelled(record)])]
    case .asked, .resuming:
      // The transfer has no number yet: it ends when the answer brings one.
      records[ticket]?.stage = .cancelling
      return [.perform(.abandon(ticket))]
    case .running(let id):
      return cancelRunning(ticket, id)
    }
  }

  /// Stops a transfer that has a number. Its end is told when the server answers: an upload may be complete already.
  mutating func cancelRunning(_ ticket: TransferTicket, _ id: TransferID) -> [TransferStep] {
    records[ticket]?.stage = .cancelling
    return [.perform(.abandon(ticket)), .ask(.cancelTransfer(id), .cancel(ticket))]
  }

  // MARK: - Helpers

  /// The request of `number` that offers this transfer has been sent.
  mutating func noteOffer(_ ticket: TransferTicket, _ number: UInt64) {
    records[ticket]?.offer = number
  }

  /// Offers a file, or asks for one, if that can be done now.
  mutating func begin(_ ticket: TransferTicket) -> [TransferStep] {
    guard isConnected, let record = records[ticket] else { return [] }
    records[ticket]?.stage = .asked
    guard record.isUpload else {
      return [.ask(.getFile(from: record.peer, name: record.name), .download(ticket))]
    }
    let request = Request.offerFile(to: record.peer, name: record.name, size: record.size ?? 0)
    // Sent again it is the same offer, so that whoever was told of the file is not told twice.
    guard let offer = record.offer else { return [.ask(request, .upload(ticket))] }
    return [.askAgain(offer, request, .upload(ticket))]
  }

  /// Forgets a transfer, here and on the desk.
  mutating func end(_ ticket: TransferTicket) -> [TransferStep] {
    records[ticket] = nil
    return [.perform(.abandon(ticket))]
  }

  private mutating func add(_ record: TransferRecord) -> TransferTicket {
    lastTicket += 1
    let ticket = TransferTicket(rawValue: lastTicket)
    records[ticket] = record
    return ticket
  }
}
