extension String {
  /// It as one word of a POSIX shell's command line.
  public var shellWord: String {
    let plain = !isEmpty && unicodeScalars.allSatisfy { $0.isASCII && Self.isPlain($0) }
    return plain ? self : "'\(replacing("'", with: "'\\''"))'"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "/._-+:@%,".unicodeScalars.contains(scalar)
  }
}
