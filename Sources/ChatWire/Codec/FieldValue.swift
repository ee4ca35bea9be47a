import ChatCore

/// How a field's value is written (protobuf.dev, "Encoding"); the lowest three bits of its tag.
enum WireType: UInt32 {
  /// A number, seven bits a byte, the lowest first.
  case varint = 0
  /// Eight bytes, the lowest first.
  case fixed64 = 1
  /// A length, and so many bytes: a text, bytes, or a message.
  case bytes = 2
}

/// What can stand in a field.
protocol FieldValue {
  /// How it is written.
  static var wireType: WireType { get }
  /// Whether it is what an absent field holds.
  var isDefault: Bool { get }
  /// Says it, its length included, without a tag.
  func put(to sink: inout some FieldSink & ~Copyable & ~Escapable)
}

/// A message, or the fields of one: they are said twice, to be counted and to be written.
protocol WireMessage: FieldValue {
  /// Says the fields, in the order of their numbers.
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable)
}

extension WireMessage {
  static var wireType: WireType { .bytes }
  /// False: a message is there even when it is empty.
  @inline(__always)
  var isDefault: Bool { false }

  @inline(__always)
  func put(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.put(self)
  }
}

/// A message of up to five fields that belong to no value of their own, each with its number.
struct Fields<A: FieldValue, B: FieldValue, C: FieldValue, D: FieldValue, E: FieldValue>: WireMessage {
  private let a: (UInt32, A)
  private let b: (UInt32, B)
  private let c: (UInt32, C)
  private let d: (UInt32, D)
  private let e: (UInt32, E)

  @inline(__always)
  init(_ a: (UInt32, A), _ b: (UInt32, B), _ c: (UInt32, C), _ d: (UInt32, D), _ e: (UInt32, E)) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
  }

  @inline(__always)
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(a.0, a.1)
    sink.field(b.0, b.1)
    sink.field(c.0, c.1)
    sink.field(d.0, d.1)
    sink.field(e.0, e.1)
  }
}

/// In place of a field that a message of fewer than five does not have.
typealias NoField = Bool

extension Fields where D == NoField, E == NoField {
  @inline(__always)
  init(_ a: (UInt32, A), _ b: (UInt32, B), _ c: (UInt32, C)) {
    self.init(a, b, c, (0, false), (0, false))
  }
}

extension Fields where C == NoField, D == NoField, E == NoField {
  @inline(__always)
  init(_ a: (UInt32, A), _ b: (UInt32, B)) {
    self.init(a, b, (0, false))
  }
}

extension Fields where B == NoField, C == NoField, D == NoField, E == NoField {
  @inline(__always)
  init(_ a: (UInt32, A)) {
    self.init(a, (0, false))
  }
}

/// A message without fields: that it is there says all.
struct Nothing: WireMessage {
  @inline(__always)
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {}
}

/// The elements of a list, or of a part of it: field 1, and whether `more` follows, field 2.
struct FieldList<Element: FieldValue>: WireMessage {
  let elements: [Element]
  let more: Bool

  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    for element in elements {
      sink.member(1, element)
    }
    sink.field(2, more)
  }
}

/// A field that is there, whatever it holds, or is not.
extension Optional: FieldValue where Wrapped: FieldValue {
  static var wireType: WireType { Wrapped.wireType }
  var isDefault: Bool { self == nil }

  func put(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    self?.put(to: &sink)
  }
}

/// What is written as a number of any length.
protocol VarintValue: FieldValue {
  var varint: UInt64 { get }
}

extension VarintValue {
  static var wireType: WireType { .varint }
  @inline(__always)
  var isDefault: Bool { varint == 0 }

  @inline(__always)
  func put(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.put(varint: varint)
  }
}

extension UInt64: VarintValue {
  var varint: UInt64 { self }
}

extension UInt32: VarintValue {
  var varint: UInt64 { UInt64(self) }
}

extension Int64: VarintValue {
  var varint: UInt64 { UInt64(bitPattern: self) }
}

extension Bool: VarintValue {
  var varint: UInt64 { self ? 1 : 0 }
}

extension EntryID: VarintValue {
  var varint: UInt64 { rawValue.varint }
}

extension FileID: VarintValue {
  var varint: UInt64 { rawValue.varint }
}

extension TransferID: VarintValue {
  var varint: UInt64 { rawValue }
}

/// What is written in eight bytes.
protocol FixedValue: FieldValue {
  var bits: UInt64 { get }
}

extension FixedValue {
  static var wireType: WireType { .fixed64 }
  @inline(__always)
  var isDefault: Bool { bits == 0 }

  @inline(__always)
  func put(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.put(fixed: bits)
  }
}

/// The run of a client.
struct Run: FixedValue {
  let bits: UInt64
}

extension Double: FixedValue {
  var bits: UInt64 { bitPattern }
}

extension WallTime: FixedValue {
  var bits: UInt64 { UInt64(bitPattern: microseconds) }
}

extension String: FieldValue {
  static var wireType: WireType { .bytes }
  @inline(__always)
  var isDefault: Bool { isEmpty }

  @inline(__always)
  func put(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.put(varint: UInt64(utf8.count))
    sink.put(self)
  }
}

extension [UInt8]: FieldValue {
  static var wireType: WireType { .bytes }
  var isDefault: Bool { isEmpty }

  func put(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.put(varint: UInt64(count))
    sink.put(self)
  }
}
