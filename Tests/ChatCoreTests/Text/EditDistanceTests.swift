import ChatCore
import Testing

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("form", "from", 1), ("abc", "abc", 0),
    ("wholes", "whoelse", 2), ("ca", "abc", 3),
  ])
  func distances(left: String, right: String, distance: Int) {
    #expect(EditDistance.between(left, right) == distance)
    #expect(EditDistance.between(right, left) == distance)
  }

  @Test func nearestIgnoresCaseAndPrefersTheFirst() {
    #expect(EditDistance.nearest(to: "time_out", in: Parameter.allCases, spelling: \.rawValue) == .timeOut)
    #expect(EditDistance.nearest(to: "b", in: ["ab", "bc"], spelling: { $0 }) == "ab")
    #expect(EditDistance.nearest(to: "b", in: [String](), spelling: { $0 }) == nil)
  }

  @Test func aVeryLongTextCostsNothing() {
    #expect(EditDistance.between(String(repeating: "x", count: 1_000_000), "quit") == 64)
  }
}
