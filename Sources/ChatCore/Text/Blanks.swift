extension Character {
  /// Whether it is a space, a tab or the end of a line: what stands around commands and messages and is no part of them.
  public var isBlank: Bool {
    self == " " || self == "\t" || isNewline
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Without its outer blanks, or what else `isOuter` says; inner ones stay.
  public func trimmed(of isOuter: (Character) -> Bool = \.isBlank) -> Substring {
    var rest = drop(while: isOuter)
    while let last = rest.last, isOuter(last) {
      rest.removeLast()
    }
    return rest
  }
}
