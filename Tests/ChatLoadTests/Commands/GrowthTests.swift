import Testing

@testable import ChatLoad

@Suite
struct GrowthTests {
  @Test(arguments: [(5.0, 5.0, 0.0), (5, 50, 1), (5, 500, 2), (50, 5, -1)])
  func exponentIsThatOfThePower(before: Double, after: Double, exponent: Double) throws {
    let found = try #require(Growth.exponent((10, 100), (before, after)))
    #expect(abs(found - exponent) < 1e-9)
  }

  @Test func nothingHasNoExponent() {
    #expect(Growth.exponent((0, 10), (1, 2)) == nil)
    #expect(Growth.exponent((10, 100), (0, 2)) == nil)
  }

  @Test func lastStepIsTold() {
    #expect(Growth.lastStep([[10, 1, 1, nil]]) == nil)
    #expect(Growth.lastStep([[0, 1], [10, 1]]) == nil)
    #expect(
      Growth.lastStep([[1, 9, 9, 9], [10, 1, 1, nil], [100, 10, 1, 3]]) == ["last step", "^1.00", "^0.00", "-"])
  }

  @Test func sizesAreDecades() {
    #expect(Growth.all.map(\.name) == ["members", "accounts", "log"])
    #expect(Growth.all[0].sizes == [10, 100, 1_000, 10_000])
    #expect(Growth.all[1].sizes.last == 1_000_000)
    #expect(Growth.all[2].sizes == [0, 10_000, 100_000, 1_000_000, 10_000_000])
    for growth in Growth.all { #expect(growth.columns.count > 2) }
  }
}
