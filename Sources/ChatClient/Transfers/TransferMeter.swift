import ChatCore

/// Watches how far the running transfers are and how fast they go.
struct TransferMeter {
  private struct Watched {
    let since: Uptime
    var rate: TransferRate
  }

  private var watched: [TransferTicket: Watched] = [:]

  /// How far `transfers` are at `now`, in their order; those that are not among them are forgotten.
  ///
  /// - Parameter bytesDone: what has moved of one; nil when nothing has begun.
  mutating func measure(
    _ transfers: [TransferSummary], at now: Uptime, bytesDone: (TransferTicket) -> Int64?
  ) -> [TransferProgress] {
    var next: [TransferTicket: Watched] = [:]
    let progress = transfers.map { transfer in
      let done = bytesDone(transfer.ticket) ?? 0
      let fresh = Watched(since: now, rate: TransferRate(bytes: done, at: now))
      var entry = watched[transfer.ticket] ?? fresh
      if transfer.isStopped {
        // What the connection did before says nothing about the next one.
        entry.rate = fresh.rate
      } else {
        entry.rate.note(done, at: now)
      }
      next[transfer.ticket] = entry
      return TransferProgress(
        transfer: transfer, done: done, rate: entry.rate, secondsWatched: now.seconds(since: entry.since))
    }
    watched = next
    return progress
  }
}
