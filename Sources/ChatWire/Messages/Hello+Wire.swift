import ChatCore

extension ClientHello: WireMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, version)
    sink.field(2, software.fitting(FrameLimit.software))
    sink.field(3, Run(bits: run))
    sink.field(4, level)
  }

  init(_ fields: inout FieldReader) {
    self.init(
      version: UInt32(truncatingIfNeeded: fields.varint(1)),
      // It goes to the log, which a stranger must not be able to fill.
      software: fields.text(2).fitting(FrameLimit.software),
      run: fields.fixed(3) ?? 0,
      level: UInt32(truncatingIfNeeded: fields.varint(4)))
  }
}

extension ServerHello: WireMessage {
  func sayFields(to sink: inout some FieldSink & ~Copyable & ~Escapable) {
    sink.field(1, version)
    sink.field(2, software.fitting(FrameLimit.software))
    sink.field(3, keepAliveSeconds)
    sink.field(4, refusal.map(RefusalFields.init))
    sink.field(5, level)
  }

  init(_ fields: inout FieldReader) {
    self.init(
      version: UInt32(truncatingIfNeeded: fields.varint(1)),
      software: fields.text(2).fitting(FrameLimit.software),
      keepAliveSeconds: fields.seconds(3, named: Self.secondsField),
      refusal: fields.message(4) { RefusalFields(&$0).refusal },
      level: UInt32(truncatingIfNeeded: fields.varint(5)))
    // Pings without a pause between them would be the server's whim; one that closes at once need not say any.
    if keepAliveSeconds == 0, refusal == nil {
      fields.note(.outOfRange(Self.secondsField))
    }
  }

  private static let secondsField: StaticString = "ServerHello.keep_alive_seconds"
}
