extension Character {
  /// Whether it is a space, a tab or the end of a line: what stands around commands and is no part of them.
  public var isBlank: Bool {
    self == " " || self == "\t" || isNewline
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Without its outer blanks, or what else `isOuter` says; inner ones stay.
  public func trimmed(of isOuter: (Character) -> Bool = \.isBlank) -> Substring {
    drop(while: isOuter).trimmedAtEnd(of: isOuter)
  }

  /// Without the blanks at its end, or what else `isOuter` says; all others stay.
  public func trimmedAtEnd(of isOuter: (Character) -> Bool = \.isBlank) -> Substring {
    var rest = self[...]
    while let last = rest.last, isOuter(last) {
      rest.removeLast()
    }
    return rest
  }

  /// Whether nothing stands in it but spaces, tabs and ends of lines.
  public var isBlank: Bool {
    // Nearly every text begins with ASCII that is no blank, which takes no look at characters.
    if let first = utf8.first, (0x21...0x7E).contains(first) { return false }
    return unicodeScalars.allSatisfy { Character($0).isBlank }
  }
}
