import ChatCore

/// Reads the fields of one message. They are asked for by their numbers, in that order, and read as the library reads
/// them that everybody has: the last of several scalars counts, several submessages are one, unknown fields and those
/// of another type are skipped.
///
/// Nothing here throws: what is wrong is noted, and what was asked for is its default then. `read` looks at the notes.
///
/// A message is read in one go first, which succeeds when its fields stand there once, all known, and in order: as every
/// program writes them. Anything else is odd, and the same is read again, with care.
struct FieldReader {
  /// What keeps a message from being taken for what was read of it.
  enum Finding {
    case nothing
    /// It is of a kind that this program does not know.
    case unknown
    /// The field of this name holds what it may not.
    case outOfRange(StaticString)
    /// It is no protobuf message.
    case undecodable
  }

  /// In place of a number: the field at which `oneOf` stands.
  static let member: UInt32 = 0

  let content: UnsafeRawBufferPointer
  var position = 0
  /// What was found first; but nothing outweighs that the message can't be decoded.
  private(set) var finding = Finding.nothing
  /// How deep messages and groups may lie in this one; nil as long as it is read in one go.
  let depth: Int?
  /// The tag of the field at which `oneOf` stands.
  private(set) var memberTag: UInt32 = 0
  private var isBeforeMember = false
  /// Whether the field at which `oneOf` stands is one that its reader knows.
  private(set) var knowsMember = true

  /// A reader of what is read in one go.
  @inline(__always)
  private init(_ content: UnsafeRawBufferPointer) {
    self.content = content
    depth = nil
  }

  /// A reader with care, at the field of `memberTag` if it is for `oneOf`.
  init(_ content: UnsafeRawBufferPointer, depth: Int, memberTag: UInt32 = 0) {
    self.content = content
    self.depth = depth
    self.memberTag = memberTag
  }

  /// What `body` makes of the message that `payload` is; nil when it is of a kind that this program does not know.
  ///
  /// - Throws: `FrameError.undecodable` and `.outOfRange`.
  @inline(__always)
  static func read<Value>(
    _ payload: UnsafeRawBufferPointer, _ body: (inout FieldReader) -> Value?
  ) throws(FrameError) -> Value? {
    if let value = readInOneGo(payload, body) { return value }
    var fields = FieldReader(payload, depth: FrameLimit.depth - 1)
    fields.checkStructure()
    let value = body(&fields)
    switch fields.finding {
    case .nothing: return value
    case .unknown: return nil
    case .outOfRange(let field): throw .outOfRange(field: field.description)
    case .undecodable: throw .undecodable
    }
  }

  /// What `body` makes of the message that `payload` is; nil when that takes care, or is nothing.
  @inline(__always)
  static func readInOneGo<Value>(
    _ payload: UnsafeRawBufferPointer, _ body: (inout FieldReader) -> Value?
  ) -> Value? {
    var fields = FieldReader(payload)
    let value = body(&fields)
    return fields.isWhole ? value : nil
  }

  /// Notes what was found.
  mutating func note(_ new: Finding) {
    switch (finding, new) {
    case (.undecodable, _), (_, .nothing): break
    case (_, .undecodable):
      finding = .undecodable
      position = content.count
    case (.nothing, _): finding = new
    case (.unknown, _), (.outOfRange, _): break
    }
  }

  /// Whether all was read in one go, and nothing is wrong with it.
  private var isWhole: Bool {
    guard case .nothing = finding else { return false }
    return position == content.count
  }
}

// Fields of one value.
extension FieldReader {
  /// A number; 0 when it is absent, as with all fields here.
  @inline(__always)
  mutating func varint(_ number: UInt32 = member) -> UInt64 {
    var value: UInt64 = 0
    while find(number, .varint) {
      value = takeVarint()
    }
    return value
  }

  mutating func flag(_ number: UInt32) -> Bool {
    varint(number) != 0
  }

  mutating func integer(_ number: UInt32 = member) -> Int64 {
    Int64(bitPattern: varint(number))
  }

  /// The number of a case of an enum, as many of its bits as those have.
  mutating func enumeration(_ number: UInt32 = member) -> Int32 {
    Int32(truncatingIfNeeded: varint(number))
  }

  /// Eight bytes as a number, nil when they are absent.
  mutating func fixed(_ number: UInt32 = member) -> UInt64? {
    var value: UInt64?
    while find(number, .fixed64) {
      value = takeFixed64()
    }
    return value
  }

  mutating func double(_ number: UInt32 = member) -> Double {
    Double(bitPattern: fixed(number) ?? 0)
  }

  mutating func text(_ number: UInt32 = member) -> String {
    var value = ""
    while find(number, .bytes) {
      value = takeText()
    }
    return value
  }

  mutating func bytes(_ number: UInt32 = member) -> [UInt8] {
    var value = UnsafeRawBufferPointer(start: nil, count: 0)
    while find(number, .bytes) {
      value = takeBytes()
    }
    return Array(value)
  }
}

// Fields with ranges.
extension FieldReader {
  /// `value`, noted when it is not in `range`.
  @inline(__always)
  mutating func check<Value>(_ value: Value, in range: ClosedRange<Value>, named name: StaticString) -> Value {
    if !range.contains(value) {
      note(.outOfRange(name))
    }
    return value
  }

  mutating func entry(_ number: UInt32 = member, named name: StaticString) -> EntryID {
    EntryID(rawValue: check(integer(number), in: WireRange.ids, named: name))
  }

  mutating func file(_ number: UInt32 = member, named name: StaticString) -> FileID {
    FileID(rawValue: check(integer(number), in: WireRange.ids, named: name))
  }

  /// The number of a request.
  @inline(__always)
  mutating func number(_ number: UInt32 = member, named name: StaticString) -> UInt64 {
    check(varint(number), in: WireRange.numbers, named: name)
  }

  mutating func transfer(_ number: UInt32 = member, named name: StaticString) -> TransferID {
    TransferID(rawValue: self.number(number, named: name))
  }

  mutating func size(_ number: UInt32 = member, named name: StaticString) -> Int64 {
    check(integer(number), in: WireRange.sizes, named: name)
  }

  mutating func seconds(_ number: UInt32 = member, named name: StaticString) -> Double {
    check(double(number), in: WireRange.seconds, named: name)
  }

  /// Bytes of which there are as many as `counts` has.
  mutating func bytes(_ number: UInt32 = member, counts: ClosedRange<Int>, named name: StaticString) -> [UInt8] {
    let bytes = bytes(number)
    _ = check(bytes.count, in: counts, named: name)
    return bytes
  }
}

// Messages, and the choice between fields.
extension FieldReader {
  /// What `read` makes of a submessage; nil when it is absent.
  @inline(__always)
  mutating func message<Value>(
    _ number: UInt32 = member, _ read: (inout FieldReader) -> Value?
  ) -> Value? {
    if depth != nil { return messageWithCare(number, read) }
    guard find(number, .bytes) else { return nil }
    return messageInOneGo(read)
  }

  /// What `read` makes of each submessage of a list; those are left out of which it makes nothing.
  mutating func messages<Value>(_ number: UInt32, _ read: (inout FieldReader) -> Value?) -> [Value] {
    var values: [Value] = []
    while find(number, .bytes) {
      if let value = depth == nil ? messageInOneGo(read) : messageWithCare(in: takeBytes(), read) {
        values.append(value)
      }
    }
    return values
  }

  mutating func texts(_ number: UInt32) -> [String] {
    var texts: [String] = []
    while find(number, .bytes) {
      texts.append(takeText())
    }
    return texts
  }

  /// What `read` makes of the field that counts among several of which one is there: the last one. It switches over
  /// `field`, and reads without a number. Nil when it knows none of them, or not what is in it.
  @inline(__always)
  mutating func oneOf<Value>(_ read: (inout FieldReader) -> Value?) -> Value? {
    if depth != nil { return oneOfWithCare(read) }
    let start = position
    memberTag = UInt32(truncatingIfNeeded: takeVarint())
    // No tag that we know is longer.
    if position - start > 2 { note(.unknown) }
    isBeforeMember = true
    return read(&self)
  }

  /// The number of the field at which `oneOf` stands.
  var field: UInt32 {
    memberTag >> 3
  }

  /// Says of the field at which `oneOf` stands that this program does not know it.
  mutating func skip<Value>() -> Value? {
    knowsMember = false
    note(.unknown)
    return nil
  }

  @inline(__always)
  private mutating func messageInOneGo<Value>(_ read: (inout FieldReader) -> Value?) -> Value? {
    var fields = FieldReader(takeBytes())
    let value = read(&fields)
    if !fields.isWhole {
      note(.unknown)
    }
    return value
  }
}

// Bytes.
extension FieldReader {
  /// Goes behind the tag of the next field of this number and type; false when there is none any more.
  @inline(__always)
  mutating func find(_ number: UInt32, _ type: WireType) -> Bool {
    if depth != nil { return findWithCare(number, type) }
    if number == Self.member {
      guard isBeforeMember else { return false }
      isBeforeMember = false
      guard memberTag & 7 == type.rawValue else {
        note(.unknown)
        return false
      }
      return true
    }
    // Fields that are asked for by their numbers have tags of one byte.
    guard position < content.count, content[position] == UInt8(number << 3 | type.rawValue) else { return false }
    position += 1
    return true
  }

  @inline(__always)
  mutating func takeVarint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64, position < content.count {
      let byte = content[position]
      position += 1
      value |= UInt64(byte & 0x7F) &<< shift
      guard byte >= 0x80 else { return value }
      shift += 7
    }
    note(.undecodable)
    return 0
  }

  mutating func takeFixed64() -> UInt64 {
    let bytes = take(8)
    return bytes.isEmpty ? 0 : UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
  }

  @inline(__always)
  mutating func takeBytes() -> UnsafeRawBufferPointer {
    take(takeVarint())
  }

  /// The next `count` bytes, or none.
  @inline(__always)
  mutating func take(_ count: UInt64) -> UnsafeRawBufferPointer {
    guard count <= UInt64(content.count - position) else {
      note(.undecodable)
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    let start = position
    position += Int(count)
    return UnsafeRawBufferPointer(rebasing: content[start..<position])
  }

  @inline(__always)
  private mutating func takeText() -> String {
    let bytes = takeBytes()
    let text = bytes.withMemoryRebound(to: UInt8.self) { bytes -> String? in
      // `String(validating:as:)` looks up generic types for each text, which takes longer than all the rest.
      guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
      return String(copying: text)
    }
    guard let text else {
      note(.undecodable)
      return ""
    }
    return text
  }
}
