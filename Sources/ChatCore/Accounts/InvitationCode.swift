/// The code of an invitation, as it is handed out: 80 random bits in 16 letters and digits, `7k3m-x2qd-9f0p-w8zt`.
///
/// Source: Douglas Crockford, "Base32": no I, L, O and U, and what is mistaken for a digit is read as one.
public enum InvitationCode {
  /// How many random bytes make a code.
  public static let byteCount = 10

  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  private static let letterCount = byteCount * 8 / 5

  /// The code of `random`, which are `byteCount` bytes.
  public static func text(of random: [UInt8]) -> String {
    precondition(random.count == byteCount, "a code of another length")
    var letters: [UInt8] = []
    for place in 0..<letterCount {
      if place > 0, place % 4 == 0 { letters.append(UInt8(ascii: "-")) }
      let value = (0..<5).reduce(0) { value, bit in
        let index = place * 5 + bit
        return value << 1 | Int(random[index / 8] >> (7 - index % 8) & 1)
      }
      letters.append(digits[value])
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// The bytes whose SHA-256 is kept of the code that `typed` is, whatever its case, dashes and blanks; nil when it is none.
  public static func bytes(of typed: String) -> [UInt8]? {
    let letters = typed.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }.map { letter in
      switch letter {
      case UInt8(ascii: "o"): UInt8(ascii: "0")
      case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
      default: letter
      }
    }
    return letters.count == letterCount && letters.allSatisfy(digits.contains) ? letters : nil
  }
}
