/// Bytes as `sha256sum` prints them.
public enum Hexadecimal {
  /// Two lower-case digits a byte.
  public static func text(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
