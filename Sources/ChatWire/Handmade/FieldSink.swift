/// Where the fields of a message go, one after the other (protobuf.dev, "Encoding"): to be counted, or to be written.
///
/// A message says its fields once, and goes to both: first its length must be known, which stands before it.
protocol FieldSink: ~Copyable, ~Escapable {
  /// Takes one byte.
  mutating func put(_ byte: UInt8)
  /// Takes a number, seven bits a byte, the lowest first.
  mutating func put(varint: UInt64)
  /// Takes a number in eight bytes, the lowest first.
  mutating func put(fixed: UInt64)
  /// Takes the bytes of `text`.
  mutating func put(_ text: String)
}

extension FieldSink where Self: ~Copyable & ~Escapable {
  /// A number; left out when it is 0, as all fields here are that hold their default.
  @inline(__always)
  mutating func field(_ number: UInt8, varint: UInt64) {
    guard varint != 0 else { return }
    oneOfField(number, varint: varint)
  }

  /// A number that says by being there which of several kinds it is: 0 is not left out.
  @inline(__always)
  mutating func oneOfField(_ number: UInt8, varint: UInt64) {
    put(FieldTag.varint(number))
    put(varint: varint)
  }

  /// A number of fixed length.
  @inline(__always)
  mutating func field(_ number: UInt8, fixed: UInt64) {
    guard fixed != 0 else { return }
    put(FieldTag.fixed64(number))
    put(fixed: fixed)
  }

  /// A text, cut when it has more than `limit` bytes.
  @inline(__always)
  mutating func field(_ number: UInt8, _ text: String, limit: Int) {
    if text.utf8.count <= limit {
      field(number, text)
    } else {
      field(number, text.fitting(limit))
    }
  }

  /// A text.
  mutating func field(_ number: UInt8, _ text: String) {
    let count = text.utf8.count
    guard count > 0 else { return }
    put(FieldTag.bytes(number))
    put(varint: UInt64(count))
    put(text)
  }

  /// A message; it is there even when it is empty.
  @inline(__always)
  mutating func field(_ number: UInt8, _ message: some HandmadeMessage) {
    put(FieldTag.bytes(number))
    put(varint: UInt64(FieldCount(of: message).bytes))
    message.sayFields(to: &self)
  }
}
