/// Why a connection came to its end.
public enum CloseReason: Hashable, Sendable {
  /// The peer has ended its side in order.
  case peerClosed
  /// The connection broke, with this errno: ECONNRESET when the peer dropped it, ETIMEDOUT when it vanished.
  case failed(Int32)
  /// We have closed it.
  case closedByUs
  /// The socket took nothing for the time of ``LoopSettings/stallTimeout`` while bytes waited.
  case stalled
  /// Nothing was received for the time of ``LoopSettings/silenceTimeout``.
  case silent
  /// ``Connection/isSetUp`` was not said within the time of ``LoopSettings/setUpTimeout``.
  case notSetUp
}
