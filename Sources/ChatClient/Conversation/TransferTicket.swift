/// The client's own number of a transfer, from the command that was typed to its end; the server's number comes later.
struct TransferTicket: Hashable, Sendable {
  let rawValue: Int
}
