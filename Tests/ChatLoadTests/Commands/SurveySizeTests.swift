import Testing

@testable import ChatLoad

@Suite
struct SurveySizeTests {
  @Test func goalsAreForTheFullSize() {
    #expect(SurveySize(scale: 1, seconds: 1).goal(.below(2)) == .below(2))
    #expect(SurveySize(scale: 0.5, seconds: 1).goal(.below(2)) == nil)
  }

  @Test func everythingIsScaled() {
    let half = SurveySize(scale: 0.5, seconds: 1)
    #expect(half.idle == 5_000)
    #expect(half.clients == 500)
    #expect(half.file == 1 << 29)
    #expect(half.messages == 2_500_000)
    let tiny = SurveySize(scale: 0.000_000_001, seconds: 1)
    #expect(tiny.idle == 1)
    #expect(tiny.file == 1)
    #expect(tiny.accounts == 10)
  }

  @Test func rowsHaveNamesOfTheirOwn() {
    #expect(Set(SurveyRow.all.map(\.name)).count == SurveyRow.all.count)
  }
}
