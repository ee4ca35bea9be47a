extension String {
  /// This text, cut between two characters of Unicode when it has more than `count` bytes of UTF-8.
  @inline(__always)
  func fitting(_ count: Int) -> String {
    utf8.count <= count ? self : cut(to: count)
  }

  private func cut(to count: Int) -> String {
    var end = utf8.index(utf8.startIndex, offsetBy: count)
    while end.samePosition(in: unicodeScalars) == nil {
      end = utf8.index(before: end)
    }
    return String(self[..<end])
  }
}
