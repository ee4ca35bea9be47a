import ChatNet

/// One connection of a ``LoadLoop``.
final class LoadConnection {
  /// Whoever it belongs to; its delegate's to set.
  unowned(unsafe) var owner: AnyObject?
  private(set) var isClosed = false

  let socket: DirectSocket
  let place: Int
  let tenant: UInt64
  var isListedForReading = false
  var isListedForWriting = false
  var isShakingHands: Bool
  /// Whether the socket takes nothing until its next readiness.
  var isBlocked = false
  /// What has come of a frame that is not whole yet.
  private(set) var partial: [UInt8] = []
  /// What is to be written, from `written` on.
  private(set) var output: [UInt8] = []
  private(set) var written = 0
  private unowned let loop: LoadLoop

  init(_ socket: DirectSocket, loop: LoadLoop, place: Int, tenant: UInt64) {
    self.socket = socket
    self.loop = loop
    self.place = place
    self.tenant = tenant
    isShakingHands = socket.isEncrypted
  }

  /// Whether something waits to be written.
  var hasOutput: Bool { written < output.count }

  /// The bytes that wait to be written.
  var pendingBytes: Int { output.count - written }

  /// Has `append` put something behind what is to be written at the end of the turn.
  @inline(__always)
  func send(_ append: (inout [UInt8]) -> Void) {
    append(&output)
    loop.listForWriting(self)
  }

  /// Closes it at once.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    socket.close()
    loop.forget(self)
  }

  func keep(_ rest: UnsafeRawBufferPointer) {
    partial.removeAll(keepingCapacity: !rest.isEmpty)
    if !rest.isEmpty { partial.append(contentsOf: rest) }
  }

  func noteWritten(_ count: Int) {
    written += count
    if !hasOutput {
      // Who says little holds no buffer, so that very many connections fit beside the server that is measured.
      output.removeAll(keepingCapacity: written > Self.smallWrite)
      written = 0
    } else if written > Self.compactAfter {
      output.removeFirst(written)
      written = 0
    }
  }

  private static let smallWrite = 64
  private static let compactAfter = 1 << 20
}
