import ChatCore
import ChatWire

/// A request that goes out by the million, each time with another number.
///
/// It is encoded once by the protocol's own code, and copied from then on with its number overwritten: encoding each would
/// take the generator a tenth of its core at a million a second.
struct RepeatedRequest {
  private let request: Request
  private var frame: [UInt8] = []
  /// The place of the number in it.
  private var place = 0
  /// The numbers that take as many bytes as the one in it.
  private var numbers: ClosedRange<UInt64> = 0...0

  /// Encodes it with the first number.
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
