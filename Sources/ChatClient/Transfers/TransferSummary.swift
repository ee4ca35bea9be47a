import ChatCore

/// A transfer as the person sees it in the list.
struct TransferSummary: Hashable, Sendable {
  /// What the person calls it: the number for `cancel`.
  let ticket: TransferTicket
  /// Whether the file goes out.
  let isUpload: Bool
  /// The other person, as typed.
  let peer: String
  /// What the file is called.
  let name: String
  /// In bytes; nil until it is known.
  let size: Int64?
  /// Whether it waits for the connection.
  let isStopped: Bool

  /// `2: my notes.txt to bob`, safe for a terminal.
  var title: String {
    "\(ticket.rawValue): \(TerminalSanitizer.line(name)) \(isUpload ? "to" : "from") \(TerminalSanitizer.line(peer))"
  }
}
