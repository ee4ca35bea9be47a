import ChatCore
import ChatTestSupport

/// The cases of an enum whose cases carry values. `init(of:)` is a switch over them, so the compiler asks for a case
/// here when one is added there, and for `sample` to make it.
protocol SampledCase: CaseIterable, Equatable {
  associatedtype Value: Equatable

  /// The case of `value`.
  init(of value: Value)

  /// A value of this case.
  func sample(_ sampler: inout Sampler) -> Value
}

/// Makes random values that a frame can carry unchanged.
struct Sampler {
  var generator: SeededGenerator

  private static let characters = ["a", "Z", "7", " ", "ä", "字", "👩‍👩‍👧", "e\u{301}", "\u{202E}", "\0", "\n", "\u{1B}"]

  mutating func text(upTo count: Int = 40) -> String {
    (0..<Int.random(in: 0...count, using: &generator))
      .map { _ in Self.characters.randomElement(using: &generator) ?? "" }.joined()
  }

  /// At most 108 bytes: names in hellos and refusals are cut at 128 and 256.
  mutating func name() -> String {
    text(upTo: 6)
  }

  mutating func bytes(_ range: ClosedRange<Int>) -> [UInt8] {
    (0..<Int.random(in: range, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// Small and large numbers alike, both ends included.
  mutating func integer<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: range.lowerBound
    case 1: range.upperBound
    default: Number.random(in: range, using: &generator) >> Number.random(in: 0..<40, using: &generator) | 1
    }
  }

  mutating func number() -> UInt64 {
    integer(1...(1 << 62))
  }

  mutating func entry() -> EntryID {
    EntryID(rawValue: integer(1...(1 << 62)))
  }

  mutating func file() -> FileID {
    FileID(rawValue: integer(1...(1 << 62)))
  }

  mutating func transfer() -> TransferID {
    TransferID(rawValue: number())
  }

  mutating func size() -> Int64 {
    integer(0...(1 << 62))
  }

  mutating func seconds() -> Double {
    Double.random(in: 0...Parameters.longest, using: &generator)
  }

  mutating func digest() -> [UInt8] {
    bytes(32...32)
  }

  mutating func one<Case: SampledCase>(of type: Case.Type) -> Case.Value {
    let cases = Array(type.allCases)
    return cases[Int.random(in: 0..<cases.count, using: &generator)].sample(&self)
  }

  mutating func pick<Case: CaseIterable>(_ type: Case.Type) -> Case {
    let cases = Array(type.allCases)
    return cases[Int.random(in: 0..<cases.count, using: &generator)]
  }

  mutating func list<Element>(_ element: (inout Sampler) -> Element) -> [Element] {
    (0..<Int.random(in: 0...5, using: &generator)).map { _ in element(&self) }
  }
}
