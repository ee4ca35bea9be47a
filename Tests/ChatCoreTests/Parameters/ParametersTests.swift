import ChatCore
import Testing

@Suite("The four parameters")
struct ParametersTests {
  @Test func theirValuesWithoutAParaTxt() {
    let parameters = Parameters()
    #expect(Parameter.allCases.map(parameters.text) == ["1000", "60.0", "3600.0", "0.0"])
    #expect(Parameter.allCases.map(\.rawValue) == ["MaxCon", "BLOCK_TIME", "LAST_HOUR", "TIME_OUT"])
  }

  @Test(arguments: [
    ("60", 60, "60.0"), ("60.0", 60, "60.0"), ("1e3", 1000, "1000.0"), ("1E3", 1000, "1000.0"), ("+5", 5, "5.0"),
    (".5", 0.5, "0.5"), ("5.", 5, "5.0"), ("0", 0, "0.0"), ("-0", 0, "0.0"), ("0.1", 0.1, "0.1"),
    ("31536000", 31_536_000, "31536000.0"), ("1e-5", 0.00001, "0.000010000"), ("1e-9", 1e-9, "0.000000001"),
    ("9.99999999e-5", 0.0001, "0.0001"), ("1e-12", 0, "0.0"), ("50.25", 50.25, "50.25"),
  ])
  func decimalSecondsAreRead(text: String, value: Double, shown: String) {
    var parameters = Parameters()
    for parameter in [Parameter.blockTime, .lastHour] {
      let taken = parameters.set(parameter, to: text)
      #expect(taken)
      #expect(parameters.text(of: parameter) == shown)
    }
    #expect(parameters.blockTime == value && parameters.lastHour == value)
    let taken = parameters.set(.timeOut, to: text)
    #expect(taken)
    #expect(parameters.timeOut == (value == 0 ? nil : value))
    #expect(parameters.text(of: .timeOut) == shown)
    // The original has no word for never, and the longest time instead.
    #expect(parameters.original.text(of: .timeOut) == (value == 0 ? "31536000.0" : shown))
  }

  @Test(arguments: [
    "", " ", "many", "nan", "NaN", "inf", "infinity", "-inf", "0x10", "0x1p3", "-1", "-1e-9", "1e400", "31536000.1",
    "1e8",
    "1,5", "60 ", " 60", "60s", "1e", "--1", "1.2.3", "٦٠", "60\n", "6_0",
  ])
  func anythingElseIsRefusedAndChangesNothing(text: String) {
    var parameters = Parameters()
    for parameter in Parameter.allCases {
      let taken = parameters.set(parameter, to: text)
      #expect(!taken, "\(parameter)")
    }
    #expect(parameters == Parameters())
  }

  @Test(arguments: [("0", 0), ("1", 1), ("5", 5), ("007", 7), ("1000000", 1_000_000)])
  func maxConTakesDigits(text: String, value: Int) {
    var parameters = Parameters()
    let taken = parameters.set(.maxCon, to: text)
    #expect(taken)
    #expect(parameters.maxCon == value)
    #expect(parameters.text(of: .maxCon) == "\(value)")
  }

  @Test(arguments: ["1000001", "5.0", "1e3", "+5", "-0", "99999999999999999999", "5 "])
  func maxConTakesNothingElse(text: String) {
    var parameters = Parameters()
    let taken = parameters.set(.maxCon, to: text)
    #expect(!taken)
    #expect(parameters.maxCon == 1000)
  }

  @Test func whatIsShownReadsBackTheSame() {
    var random = SystemRandomNumberGenerator()
    var parameters = Parameters()
    for _ in 0..<2_000 {
      let seconds = Double.random(in: 0...1, using: &random) * [1e-8, 1e-4, 1, 1e4, 3e7][Int.random(in: 0..<5)]
      guard parameters.set(.blockTime, to: "\(seconds)") else {
        Issue.record("\(seconds) was not taken")
        continue
      }
      let value = parameters.blockTime
      let taken = parameters.set(.blockTime, to: parameters.text(of: .blockTime))
      #expect(taken && parameters.blockTime == value, "\(seconds)")
    }
  }
}
