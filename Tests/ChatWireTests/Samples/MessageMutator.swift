import ChatTestSupport

/// Writes messages otherwise than anybody would: as lawfully as protobuf allows, and not.
struct MessageMutator {
  var generator: SeededGenerator

  /// `message` with one to three changes.
  mutating func mutate(_ message: [UInt8]) -> [UInt8] {
    var message = message
    for _ in 0..<below(3) + 1 {
      message = change(message, depth: 0)
    }
    return message
  }

  private mutating func change(_ message: [UInt8], depth: Int) -> [UInt8] {
    guard let fields = Self.fields(of: message), !fields.isEmpty, below(8) > 0 else { return damage(message) }
    let place = below(fields.count)
    // Most of what there is to say lies further in.
    if let content = Self.content(of: fields[place]), depth < 4, below(3) > 0 {
      let changed = change(content, depth: depth + 1)
      return (fields[..<place] + [Piece.wrapped(fields[place], changed)] + fields[(place + 1)...]).flatMap { $0 }
    }
    return rearrange(fields, place).flatMap { $0 }
  }

  private mutating func rearrange(_ fields: [[UInt8]], _ place: Int) -> [[UInt8]] {
    var fields = fields
    let field = fields[place]
    switch below(10) {
    case 0: fields.insert(unknownField(), at: below(fields.count + 1))
    case 1: fields.insert(field, at: below(fields.count + 1))
    case 2: fields.swapAt(place, below(fields.count))
    case 3: fields.remove(at: place)
    case 4: fields[place] = retyped(field)
    case 5: fields[place] = padded(field)
    case 6: fields[place] = renumbered(field)
    case 7: fields[place] = revalued(field)
    default:
      // In two pieces, with or without something between them.
      guard let content = Self.content(of: field), let inner = Self.fields(of: content) else { return fields }
      let cut = below(inner.count + 1)
      let between = [[], [], unknownField(), Piece.number(UInt8(below(16)), 1)][below(4)]
      fields[place] =
        Piece.wrapped(field, inner[..<cut].flatMap { $0 }) + between
        + Piece.wrapped(field, inner[cut...].flatMap { $0 })
    }
    return fields
  }

  private mutating func damage(_ message: [UInt8]) -> [UInt8] {
    var message = message
    let place = below(message.count + 1)
    switch below(4) {
    case 0 where place < message.count: message[place] = UInt8(below(256))
    case 1 where place < message.count: message[place] ^= 1 << UInt8(below(8))
    case 2: message.removeSubrange(place...)
    default: message.insert(UInt8(below(256)), at: place)
    }
    return message
  }

  /// A field that nobody knows, of any type: a group too, sometimes deep or not closed.
  private mutating func unknownField() -> [UInt8] {
    let tag = Piece.varint(UInt64(below(2) == 0 ? 11 + below(5) : 1_000 + below(1 << 20)) << 3, padding: below(9) / 7)
    func typed(_ type: UInt8) -> [UInt8] { [tag[0] | type] + tag.dropFirst() }
    switch below(8) {
    case 0: return typed(0) + Piece.varint(UInt64(below(1 << 30)), padding: below(12) / 2)
    case 1: return typed(1) + [1, 2, 3, 4, 5, 6, 7, 8]
    case 2: return typed(2) + [2, 0xFF, 0xFF]
    case 3: return typed(5) + [1, 2, 3, 4]
    case 4: return typed(UInt8(4 + below(4)))
    default:
      let depth = below(10)
      let begins = [[UInt8]](repeating: typed(3), count: depth).flatMap { $0 }
      let ends = [[UInt8]](repeating: typed(4), count: below(9) == 0 ? below(10) : depth).flatMap { $0 }
      return begins + (below(2) == 0 ? Piece.number(1, 7) : []) + ends
    }
  }

  private mutating func retyped(_ field: [UInt8]) -> [UInt8] {
    var field = field
    field[0] = field[0] & 0xF8 | UInt8(below(8))
    return field
  }

  private mutating func renumbered(_ field: [UInt8]) -> [UInt8] {
    guard let (tag, value) = Self.split(field) else { return field }
    let number = [UInt64(below(12)), UInt64(below(70)), tag >> 3 ^ 1][below(3)]
    return Piece.varint(number << 3 | tag & 7) + value
  }

  /// With a tag, and a number or length, of more bytes than they need.
  private mutating func padded(_ field: [UInt8]) -> [UInt8] {
    guard let (tag, value) = Self.split(field) else { return field }
    guard tag & 7 != 1, let (number, rest) = Self.number(value[...]) else {
      return Piece.varint(tag, padding: below(6)) + value
    }
    return Piece.varint(tag, padding: below(2) * below(6)) + Piece.varint(number, padding: below(11)) + rest
  }

  private mutating func revalued(_ field: [UInt8]) -> [UInt8] {
    guard let (tag, value) = Self.split(field) else { return field }
    let odd: [UInt64] = [0, 1, 2, 3, 127, 1 << 30 + 1, 1 << 32, 1 << 32 + 1, 1 << 62, 1 << 62 + 1, 1 << 63, .max]
    switch tag & 7 {
    case 0: return Piece.varint(tag) + Piece.varint(odd[below(odd.count)])
    case 1: return Piece.varint(tag) + (0..<8).map { _ in [0, 0xFF, 0x7F, 0x80, 0xF0][below(5)] }
    default:
      return below(2) == 0 ? Piece.varint(tag) + [0] : Piece.varint(tag) + Piece.varint(UInt64(value.count)) + value
    }
  }

  private mutating func below(_ bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &generator)
  }

  /// The fields of `message`, each with its tag; nil when it does not consist of those we have.
  private static func fields(of message: [UInt8]) -> [[UInt8]]? {
    var fields: [[UInt8]] = []
    var rest = message[...]
    while !rest.isEmpty {
      guard let (tag, value) = number(rest), tag >> 3 > 0 else { return nil }
      var end = value
      switch tag & 7 {
      case 0:
        guard let (_, behind) = number(value) else { return nil }
        end = behind
      case 1: end = value.dropFirst(8)
      case 2:
        guard let (count, content) = number(value), count <= content.count else { return nil }
        end = content.dropFirst(Int(count))
      default: return nil
      }
      fields.append(Array(rest[..<end.startIndex]))
      rest = end
    }
    return fields
  }

  /// What stands in `field` behind its length; nil when it has none.
  private static func content(of field: [UInt8]) -> [UInt8]? {
    guard let (tag, value) = split(field), tag & 7 == 2, let (_, content) = number(value[...]) else { return nil }
    return Array(content)
  }

  private static func split(_ field: [UInt8]) -> (tag: UInt64, value: [UInt8])? {
    number(field[...]).map { ($0, Array($1)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> (UInt64, ArraySlice<UInt8>)? {
    guard let end = bytes.prefix(10).firstIndex(where: { $0 < 0x80 }) else { return nil }
    let value = bytes[...end].reversed().reduce(UInt64(0)) { $0 << 7 | UInt64($1 & 0x7F) }
    return (value, bytes[(end + 1)...])
  }
}

extension Piece {
  /// A field with the tag of `field`, around `content`.
  static func wrapped(_ field: [UInt8], _ content: some Collection<UInt8>) -> [UInt8] {
    let tag = field.prefix(1 + (field.firstIndex { $0 < 0x80 } ?? 0))
    return tag + varint(UInt64(content.count)) + content
  }
}
