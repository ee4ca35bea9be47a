import ChatCore
import ChatWire

/// A member who writes messages, and those of them that are on their way.
final class Sender {
  /// One message on its way: when it was meant to be sent, and the number of those who have not received it yet.
  private struct Slot {
    var intended: Int64 = 0
    var remaining = 0
    var isAnswered = true
  }

  let member: Member
  private var request: RepeatedRequest
  /// The places of those who receive each message.
  let audience: Range<Int>
  private(set) var sent: UInt64 = 0
  /// Messages that somebody has not received yet.
  private(set) var inFlight = 0
  private(set) var unanswered = 0
  /// Messages of an open loop that were due and could not be sent yet, with the times they were due.
  var overdue: [Int64] = []
  private var slots = [Slot](repeating: Slot(), count: slotCount)

  private static let slotCount = 4_096
  /// One less than PROTOCOL.md allows: with ``Numbering/stride`` the numbers of more would span too many.
  private static let unansweredLimit = 255

  init(_ member: Member, _ request: Request, audience: Range<Int>) {
    (self.member, self.request, self.audience) = (member, RepeatedRequest(request), audience)
  }

  var maySend: Bool {
    guard unanswered < Self.unansweredLimit else { return false }
    let slot = slots[Self.place(of: sent + 1)]
    return slot.remaining == 0 && slot.isAnswered
  }

  /// Sends the next message, which was meant to be sent at `intended`.
  func send(intended: Int64, at now: Int64) {
    guard let connection = member.connection else { return }
    sent += 1
    inFlight += 1
    unanswered += 1
    slots[Self.place(of: sent)] = Slot(intended: intended, remaining: audience.count, isAnswered: false)
    (member.lastNumber, member.lastSent) = (sent * Numbering.stride, now)
    connection.send { request.append(member.lastNumber, to: &$0) }
  }

  /// Somebody has received message `sequence` for the first time. Gives when that was meant to be sent.
  @inline(__always)
  func delivered(_ sequence: UInt64) -> Int64 {
    slots.withUnsafeMutableBufferPointer { slots in
      let place = Self.place(of: sequence)
      slots[place].remaining -= 1
      if slots[place].remaining == 0 { inFlight -= 1 }
      return slots[place].intended
    }
  }

  /// The receipt of message `sequence` has come. Gives when the message was meant to be sent; nil when the receipt had
  /// come before, or there is no such message.
  func answered(_ sequence: UInt64) -> Int64? {
    let place = Self.place(of: sequence)
    guard sequence > 0, sequence <= sent, sequence + UInt64(Self.slotCount) > sent, !slots[place].isAnswered else {
      return nil
    }
    slots[place].isAnswered = true
    unanswered -= 1
    return slots[place].intended
  }

  @inline(__always)
  private static func place(of sequence: UInt64) -> Int { Int(truncatingIfNeeded: sequence) & (slotCount - 1) }
}

/// A request that goes out by the million, each time with another number.
///
/// It is encoded once by the protocol's own code, and copied from then on with its number overwritten: encoding each would
/// take the generator a tenth of its core at a million a second.
struct RepeatedRequest {
  private let request: Request
  private var frame: [UInt8] = []
  /// The place of the number in it, and the numbers that take as many bytes.
  private var place = 0
  private var numbers: ClosedRange<UInt64> = 0...0

  init(_ request: Request) {
    self.request = request
    encode(1)
  }

  /// Appends the frame with this number, from 1 on.
  @inline(__always)
  mutating func append(_ number: UInt64, to output: inout [UInt8]) {
    if !numbers.contains(number) { encode(number) }
    var place = output.count + place
    output.append(contentsOf: frame)
    output.withUnsafeMutableBytes { output in
      var rest = number
      while rest >= 0x80 {
        output[place] = UInt8(truncatingIfNeeded: rest) | 0x80
        rest >>= 7
        place += 1
      }
      output[place] = UInt8(truncatingIfNeeded: rest)
    }
  }

  /// Encodes the least and the greatest of the numbers that are as long: their frames differ in the number alone, from its
  /// first byte on.
  private mutating func encode(_ number: UInt64) {
    let bits = (70 - number.leadingZeroBitCount) / 7 * 7
    numbers = 1 << (UInt64(bits) - 7)...1 << UInt64(bits) - 1
    frame = encoded(numbers.lowerBound)
    place = zip(frame, encoded(numbers.upperBound)).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
  }

  private func encoded(_ number: UInt64) -> [UInt8] {
    guard let frame = try? ClientFrame.request(number: number, request).encoded(limit: FrameLimit.afterLogIn) else {
      preconditionFailure("a message that is longer than a frame")
    }
    return frame
  }
}
