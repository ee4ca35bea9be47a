/// A message that is written by hand, because it goes out by the million: the generated code takes five times as long
/// and more. The bytes are the same, which the tests see to.
protocol HandmadeMessage {
  /// Says the fields, in the order of their numbers.
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable)
}
