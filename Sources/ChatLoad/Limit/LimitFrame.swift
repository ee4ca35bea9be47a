/// As much of the protocol as a ``LimitServer`` speaks (`chat.proto`), read and written by hand.
enum LimitFrame {
  case hello(run: UInt64)
  case logIn(number: UInt64, name: [UInt8])
  case broadcast(number: UInt64, body: UnsafeRawBufferPointer)
  case acknowledgement
  case ping

  /// The frame whose message is `payload`; nil for any other.
  init?(_ payload: UnsafeRawBufferPointer) {
    var reader = FieldReader(payload)
    switch reader.byte() {
    case 0x0A:
      guard reader.enter(), reader.byte() == 0x08 else { return nil }
      let number = reader.varint()
      switch reader.byte() {
      case 0x22: self = .broadcast(number: number, body: reader.bytes())
      case 0x28: self = .acknowledgement
      // Field 17 has a tag of two bytes.
      case 0x8A:
        guard reader.byte() == 0x01, reader.enter(), reader.byte() == 0x0A else { return nil }
        self = .logIn(number: number, name: Array(reader.bytes()))
      default: return nil
      }
    case 0x1A: self = .ping
    case 0x7A:
      guard reader.enter() else { return nil }
      var run: UInt64 = 0
      while !reader.isAtEnd {
        let tag = reader.byte()
        if tag == 0x19 { run = reader.fixed64() } else { reader.skipField(tag) }
      }
      self = .hello(run: run)
    default: return nil
    }
    guard reader.isSound else { return nil }
  }

  /// `ServerHello`: version 1, and a sign of life once an hour.
  static func appendHello(to output: inout [UInt8]) {
    var seconds = withUnsafeBytes(of: (3_600.0).bitPattern.littleEndian) { Array($0) }
    seconds = [0x08, 0x01, 0x19] + seconds
    append([0x7A, UInt8(seconds.count)] + seconds, to: &output)
  }

  /// `Reply.welcome`, and the event `caught_up`.
  static func appendWelcome(_ number: UInt64, name: [UInt8], to output: inout [UInt8]) {
    let reply = [0x08] + Varint.bytes(number) + [0x92, 0x01] + Varint.bytes(UInt64(name.count)) + name
    append([0x12] + Varint.bytes(UInt64(reply.count)) + reply, to: &output)
    append([0x1A, 0x02, 0x0A, 0x00], to: &output)
  }

  /// `Reply.stored`.
  @inline(__always)
  static func appendStored(_ number: UInt64, id: UInt64, to output: inout [UInt8]) {
    let reply = 2 + Varint.count(number) + Varint.count(id)
    appendLength(1 + Varint.count(UInt64(reply)) + reply, to: &output)
    output.append(0x12)
    Varint.append(UInt64(reply), to: &output)
    output.append(0x08)
    Varint.append(number, to: &output)
    output.append(0x10)
    Varint.append(id, to: &output)
  }

  /// `Pong`.
  static func appendPong(to output: inout [UInt8]) {
    append([0x2A, 0x00], to: &output)
  }

  /// `Delivery` of a broadcast, field by field as the real server writes it.
  @inline(__always)
  static func appendDelivery(
    _ id: UInt64, of member: LimitMember, number: UInt64, body: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) {
    let name = 1 + Varint.count(UInt64(member.name.count)) + member.name.count
    let text = 1 + Varint.count(UInt64(body.count)) + body.count
    let message = 1 + Varint.count(id) + 9 + 2 + name + text + 9 + 1 + Varint.count(number)
    appendLength(1 + Varint.count(UInt64(message)) + message, to: &output)
    output.append(0x0A)
    Varint.append(UInt64(message), to: &output)
    output.append(0x08)
    Varint.append(id, to: &output)
    output.append(0x11)
    // A time of the right size: nobody reads it.
    appendFixed64(id, to: &output)
    output.append(0x18)
    output.append(0x02)
    output.append(0x2A)
    Varint.append(UInt64(member.name.count), to: &output)
    output.append(contentsOf: member.name)
    output.append(0x32)
    Varint.append(UInt64(body.count), to: &output)
    output.append(contentsOf: body)
    output.append(0x39)
    appendFixed64(member.run, to: &output)
    output.append(0x40)
    Varint.append(number, to: &output)
  }

  private static func append(_ payload: [UInt8], to output: inout [UInt8]) {
    appendLength(payload.count, to: &output)
    output.append(contentsOf: payload)
  }

  @inline(__always)
  private static func appendLength(_ length: Int, to output: inout [UInt8]) {
    withUnsafeBytes(of: UInt32(length).bigEndian) { output.append(contentsOf: $0) }
  }

  @inline(__always)
  private static func appendFixed64(_ value: UInt64, to output: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { output.append(contentsOf: $0) }
  }
}
