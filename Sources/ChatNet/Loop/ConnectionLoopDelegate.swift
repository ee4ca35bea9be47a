/// The user of a loop, who gives a meaning to the bytes of its connections. All calls come on the loop's queue.
public protocol ConnectionLoopDelegate: AnyObject {
  /// Bytes have come; valid only during the call. At most once per connection and turn.
  func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection)
  /// A peer of a TLS server speaks something else, which began with `bytes` (one at least); it has turned plain, and
  /// what it says is dropped. Send it a last word and close it.
  func spokePlainly(_ bytes: UnsafeRawBufferPointer, _ connection: Connection)
  /// The turn's other calls and the closures given to ``ConnectionLoop/perform(_:)`` are done; what was given to the
  /// connections is written right after this.
  func turnEnded(_ loop: ConnectionLoop)
  /// The waiting chat bytes fell below the low-water mark after they had been above the high-water mark.
  func drained(_ connection: Connection)
  /// No chat waits and little of what was given to ``Connection/sendBulk(_:)`` does: there is room for more.
  ///
  /// Once after each run of `sendBulk`: who has nothing to give now is not asked again before giving some.
  func bulkWanted(_ connection: Connection)
  /// The connection is at its end and gives no further call. Exactly once per connection.
  func closed(_ connection: Connection, _ reason: CloseReason)
}

extension ConnectionLoopDelegate {
  /// Closes it: who serves nobody over TLS has nothing to say to that.
  public func spokePlainly(_ bytes: UnsafeRawBufferPointer, _ connection: Connection) {
    connection.close()
  }
}
