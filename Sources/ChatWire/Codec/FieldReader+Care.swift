/// What is rare: a message that is not written as simply as it can be.
extension FieldReader {
  /// Notes it when the message does not consist of fields, known ones or not.
  mutating func checkStructure() {
    while let tag = takeTag() {
      skip(tag)
    }
    position = 0
  }

  /// Goes behind the tag of the next field of this number and type, which may stand anywhere; at the end back to the
  /// start.
  @inline(never)
  mutating func findWithCare(_ number: UInt32, _ type: WireType) -> Bool {
    if number == Self.member, memberTag & 7 != type.rawValue {
      // Of another type, it is another field.
      let _: Never? = skip()
      return false
    }
    let wanted = number == Self.member ? memberTag : number << 3 | type.rawValue
    while let tag = takeTag() {
      if tag == wanted { return true }
      skip(tag)
    }
    position = 0
    return false
  }

  /// What `read` makes of a submessage, which may have come in several pieces: protobuf takes them for one.
  @inline(never)
  mutating func messageWithCare<Value>(_ number: UInt32, _ read: (inout FieldReader) -> Value?) -> Value? {
    var pieces: [UnsafeRawBufferPointer] = []
    while find(number, .bytes) {
      pieces.append(takeBytes())
    }
    guard let first = pieces.first else { return nil }
    // Each must be a message by itself.
    for piece in pieces.dropFirst() {
      checkStructure(of: piece)
    }
    guard pieces.count > 1 else { return messageWithCare(in: first, read) }
    checkStructure(of: first)
    return Array(pieces.joined()).withUnsafeBytes { messageWithCare(in: $0, read) }
  }

  /// What `read` makes of the submessage `bytes`.
  mutating func messageWithCare<Value>(
    in bytes: UnsafeRawBufferPointer, _ read: (inout FieldReader) -> Value?
  ) -> Value? {
    var fields = submessage(bytes)
    fields.checkStructure()
    let value = read(&fields)
    note(fields.finding)
    return value
  }

  /// What `read` makes of the last of the fields that it knows.
  ///
  /// The same field again goes on with what it said, unless another one stands between.
  @inline(never)
  mutating func oneOfWithCare<Value>(_ read: (inout FieldReader) -> Value?) -> Value? {
    var run: [UInt8] = []
    var runTag: UInt32?
    var start = position
    while let tag = takeTag() {
      skip(tag)
      let field = UnsafeRawBufferPointer(rebasing: content[start..<position])
      start = position
      if tag != runTag {
        guard Self.knows(tag, read) else { continue }
        // What counts no more must be sound all the same.
        if let runTag, case (_, .undecodable) = member(runTag, in: run, read) {
          note(.undecodable)
        }
        runTag = tag
        run = []
      }
      run += field
    }
    position = 0
    guard let runTag else { return nil }
    let (value, finding) = member(runTag, in: run, read)
    note(finding)
    return value
  }

  /// What `read` makes of `fields`, which all have `tag`.
  private func member<Value>(
    _ tag: UInt32, in fields: [UInt8], _ read: (inout FieldReader) -> Value?
  ) -> (Value?, Finding) {
    fields.withUnsafeBytes { bytes in
      var reader = FieldReader(bytes, depth: depth ?? 0, memberTag: tag)
      let value = read(&reader)
      return (value, reader.finding)
    }
  }

  /// Whether `read` knows the field with `tag`.
  private static func knows<Value>(_ tag: UInt32, _ read: (inout FieldReader) -> Value?) -> Bool {
    var reader = FieldReader(UnsafeRawBufferPointer(start: nil, count: 0), depth: 0, memberTag: tag)
    _ = read(&reader)
    return reader.knowsMember
  }

  private func submessage(_ bytes: UnsafeRawBufferPointer) -> FieldReader {
    // Messages that we know lie less deep in each other than is allowed.
    FieldReader(bytes, depth: max(0, (depth ?? 0) - 1))
  }

  private mutating func checkStructure(of bytes: UnsafeRawBufferPointer) {
    var fields = submessage(bytes)
    fields.checkStructure()
    note(fields.finding)
  }

  /// The tag that stands here: a number above 0 and a type, in at most five bytes. Nil at the end.
  private mutating func takeTag() -> UInt32? {
    guard position < content.count else { return nil }
    let start = position
    let tag = takeVarint()
    guard position - start <= 5, let tag = UInt32(exactly: tag), tag >> 3 > 0 else {
      note(.undecodable)
      return nil
    }
    return tag
  }

  /// Goes behind the value of the field with `tag`.
  private mutating func skip(_ tag: UInt32) {
    skipValue(tag, depth: depth ?? 0)
  }

  private mutating func skipValue(_ tag: UInt32, depth: Int) {
    switch tag & 7 {
    case WireType.varint.rawValue: _ = takeVarint()
    case WireType.fixed64.rawValue: _ = take(8)
    case WireType.bytes.rawValue: _ = takeBytes()
    case 3: skipGroup(tag >> 3, depth: depth)
    case 5: _ = take(4)
    // The end of a group that has not begun, and what is no type.
    default: note(.undecodable)
    }
  }

  /// Goes behind the group of `number`, whose begin was read: an old way to write a message, of which we know none.
  private mutating func skipGroup(_ number: UInt32, depth: Int) {
    while depth > 0, position < content.count {
      // The tags within may be longer than they need be, as the library has it.
      guard let tag = UInt32(exactly: takeVarint()), tag >> 3 > 0 else { break }
      if tag & 7 == 4 {
        guard tag >> 3 == number else { break }
        return
      }
      skipValue(tag, depth: depth - 1)
    }
    note(.undecodable)
  }
}
