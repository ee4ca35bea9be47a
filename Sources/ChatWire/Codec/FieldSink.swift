/// Where the fields of a message go, one after the other: to be counted, or to be written.
protocol FieldSink: ~Copyable, ~Escapable {
  /// Takes a number, seven bits a byte, the lowest first.
  mutating func put(varint: UInt64)
  /// Takes a number in eight bytes, the lowest first.
  mutating func put(fixed: UInt64)
  /// Takes the bytes of `text`.
  mutating func put(_ text: String)
  /// Takes `bytes`.
  mutating func put(_ bytes: [UInt8])
  /// Takes the length of `message`, and its fields.
  mutating func put(_ message: some WireMessage)
}

extension FieldSink where Self: ~Copyable & ~Escapable {
  /// A field; left out when it holds its default, as proto3 has it.
  @inline(__always)
  mutating func field(_ number: UInt32, _ value: some FieldValue) {
    if !value.isDefault {
      member(number, value)
    }
  }

  /// A field that says by being there which of several it is: never left out.
  @inline(__always)
  mutating func member<Value: FieldValue>(_ number: UInt32, _ value: Value) {
    put(varint: UInt64(number << 3 | Value.wireType.rawValue))
    value.put(to: &self)
  }
}
