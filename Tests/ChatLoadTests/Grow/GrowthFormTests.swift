import Testing

@testable import ChatLoad

@Suite
struct GrowthFormTests {
  @Test(arguments: [(5.0, 5.0, 0.0), (5, 50, 1), (5, 500, 2), (50, 5, -1)])
  func exponentIsThatOfThePower(before: Double, after: Double, exponent: Double) throws {
    let found = try #require(GrowthForm.exponent((10, 100), (before, after)))
    #expect(abs(found - exponent) < 1e-9)
  }

  @Test func nothingHasNoExponent() {
    #expect(GrowthForm.exponent((0, 10), (1, 2)) == nil)
    #expect(GrowthForm.exponent((10, 100), (0, 2)) == nil)
  }

  @Test func lastStepIsTold() {
    #expect(GrowthForm.cells([(10, [1, 1, nil])]) == nil)
    #expect(GrowthForm.cells([(0, [1]), (10, [1])]) == nil)
    #expect(
      GrowthForm.cells([(1, [9, 9, 9]), (10, [1, 1, nil]), (100, [10, 1, 3])])
        == ["last step", "^1.00", "^0.00", "-"])
  }

  @Test func sizesAreDecades() {
    #expect(MembersGrowth.sizes == [10, 100, 1_000, 10_000])
    #expect(AccountsGrowth.sizes.last == 1_000_000)
    #expect(LogGrowth.sizes.last == 10_000_000)
    for kind in Growth.all { #expect(kind.columns.count > 2) }
  }
}
