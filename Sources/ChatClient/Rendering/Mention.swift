/// Where somebody's name stands in a text as a word, in any case of letters.
enum Mention {
  /// The places of `name` in `text`: `@bob,` and `Bob.` are bob, `bobby` and `bob-2` are others.
  static func ranges(of name: String, in text: String) -> [Range<String.Index>] {
    let name = Array(name.utf8.map(lowercased))
    let bytes = text.utf8
    guard !name.isEmpty, bytes.count >= name.count else { return [] }
    var ranges: [Range<String.Index>] = []
    var start = bytes.startIndex
    while let end = bytes.index(start, offsetBy: name.count, limitedBy: bytes.endIndex) {
      if lowercased(bytes[start]) == name[0], bytes[start..<end].elementsEqual(name, by: { lowercased($0) == $1 }),
        !isJoined(text[..<start].last, text[..<start].dropLast().last),
        !isJoined(text[end...].first, text[end...].dropFirst().first)
      {
        ranges.append(start..<end)
        start = end
      } else {
        start = bytes.index(after: start)
      }
    }
    return ranges
  }

  /// Whether `neighbour` makes a longer word of a name. A dot or hyphen does so only where a letter is the `next` one:
  /// sentences end too.
  private static func isJoined(_ neighbour: Character?, _ next: Character?) -> Bool {
    guard let neighbour else { return false }
    if neighbour == "." || neighbour == "-" {
      return next.map { $0.isLetter || $0.isNumber } ?? false
    }
    return neighbour.isLetter || neighbour.isNumber || neighbour == "_"
  }

  /// Names are ASCII.
  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
