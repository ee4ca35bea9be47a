/// Some of the numbers that a run gave to its requests: as few stretches as there can be, in growing order.
///
/// Most clients count without a gap, so that there are few; a search takes the logarithm of their number.
public struct RequestNumbers: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The stretches; between two of them at least one number is left out.
  public private(set) var stretches: [ClosedRange<UInt64>] = []

  /// The numbers `numbers`, which grow.
  public init(arrayLiteral numbers: UInt64...) {
    for number in numbers {
      append(number...number)
    }
  }

  /// Whether there are none.
  public var isEmpty: Bool { stretches.isEmpty }

  /// Whether `number` is one of them.
  public func contains(_ number: UInt64) -> Bool {
    let place = firstStretch(endingFrom: number)
    return place < stretches.endIndex && stretches[place].contains(number)
  }

  /// Adds what `stretch` has beyond all that are there.
  public mutating func append(_ stretch: ClosedRange<UInt64>) {
    guard let last = stretches.last else {
      stretches.append(stretch)
      return
    }
    guard stretch.upperBound > last.upperBound else { return }
    if stretch.lowerBound <= last.upperBound + 1 {
      stretches[stretches.count - 1] = last.lowerBound...stretch.upperBound
    } else {
      stretches.append(stretch)
    }
  }

  /// Those above `number`.
  func above(_ number: UInt64) -> RequestNumbers {
    guard let last = stretches.last, last.upperBound > number else { return [] }
    var above = self
    above.forget(through: number)
    if let first = above.stretches.first, first.lowerBound <= number {
      above.stretches[0] = number + 1...first.upperBound
    }
    return above
  }

  /// Forgets the stretches that end at `number` or before.
  public mutating func forget(through number: UInt64) {
    guard let first = stretches.first, first.upperBound <= number else { return }
    let place = number == .max ? stretches.endIndex : firstStretch(endingFrom: number + 1)
    stretches.removeFirst(place)
  }

  /// What lies in `range` and is none of them, in growing order.
  public func gaps(in range: ClosedRange<UInt64>) -> [ClosedRange<UInt64>] {
    var gaps: [ClosedRange<UInt64>] = []
    var start = range.lowerBound
    for stretch in stretches[firstStretch(endingFrom: start)...] {
      guard stretch.lowerBound <= range.upperBound else { break }
      if stretch.lowerBound > start {
        gaps.append(start...stretch.lowerBound - 1)
      }
      guard stretch.upperBound < range.upperBound else { return gaps }
      start = stretch.upperBound + 1
    }
    gaps.append(start...range.upperBound)
    return gaps
  }

  /// The place of the first stretch that ends at `number` or behind it.
  private func firstStretch(endingFrom number: UInt64) -> Int {
    var low = stretches.startIndex
    var high = stretches.endIndex
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].upperBound < number {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
