/// Base64 without padding (RFC 4648, section 4 with the `=` left out), as PHC strings use it.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// What each byte stands for; 64 is for those that stand for nothing.
  private static let values = {
    var values = [UInt8](repeating: 64, count: 256)
    for (value, byte) in alphabet.enumerated() {
      values[Int(byte)] = UInt8(value)
    }
    return values
  }()

  static func encode(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        output.append(alphabet[Int(buffer >> UInt32(bits)) & 63])
      }
    }
    if bits > 0 {
      output.append(alphabet[Int(buffer << UInt32(6 - bits)) & 63])
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Nil when `text` holds another character, or bits that no byte needs.
  static func decode(_ text: Substring) -> [UInt8]? {
    let values = values
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count * 3 / 4)
    var buffer: UInt32 = 0
    var bits = 0
    for character in text.utf8 {
      let value = values[Int(character)]
      guard value < 64 else { return nil }
      buffer = (buffer << 6 | UInt32(value)) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    let leftover = buffer & ((1 << UInt32(bits)) - 1)
    return bits < 6 && leftover == 0 ? output : nil
  }
}
