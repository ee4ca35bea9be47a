import Glibc

/// One connection of a ``LimitServer``.
final class LimitMember {
  let descriptor: Int32
  let place: Int
  var run: UInt64 = 0
  /// Empty until it is logged in: then nothing is delivered to it.
  var name = ""
  /// The part of a frame that has come.
  var partial: [UInt8] = []
  /// The frames that go to it alone this turn.
  var answers: [UInt8] = []
  /// The bytes that an earlier turn could not write.
  private var pending: [UInt8] = []
  var isListed = false
  var isBlocked = false
  var isClosed = false

  init(descriptor: Int32, place: Int) {
    self.descriptor = descriptor
    self.place = place
  }

  var hasPending: Bool { !pending.isEmpty }

  /// Puts what belongs to this turn behind what waits, and writes that if the socket takes it.
  func queue(_ deliveries: [UInt8]) {
    pending += deliveries
    pending += answers
    answers.removeAll(keepingCapacity: true)
    guard !isBlocked else { return }
    let count = pending.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    isBlocked = count < pending.count
    pending.removeFirst(max(0, count))
  }

  /// Writes `deliveries` and the answers in one call; gives what send(2) gave.
  func send(_ deliveries: [UInt8]) -> Int {
    guard !answers.isEmpty else {
      return deliveries.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
    return deliveries.withUnsafeBytes { deliveries in
      answers.withUnsafeBytes { answers in
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
          vectors[0] = iovec(iov_base: .init(mutating: deliveries.baseAddress), iov_len: deliveries.count)
          vectors[1] = iovec(iov_base: .init(mutating: answers.baseAddress), iov_len: answers.count)
          var message = msghdr()
          message.msg_iov = vectors.baseAddress
          message.msg_iovlen = 2
          return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
        }
      }
    }
  }

  /// Keeps what was not written of `deliveries` and the answers.
  func noteSent(_ count: Int, _ deliveries: [UInt8]) {
    let total = deliveries.count + answers.count
    if count < total {
      isBlocked = true
      pending += (deliveries + answers).dropFirst(count)
    }
    answers.removeAll(keepingCapacity: true)
  }
}
