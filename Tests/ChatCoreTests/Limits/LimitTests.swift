import ChatCore
import Testing

@Suite("The table of limits")
struct LimitTests {
  @Test(arguments: Limit.allCases) func aRowIsWhole(limit: Limit) {
    #expect(limit.range.contains(limit.defaultValue))
    #expect(limit.help.hasSuffix(".") && limit.help.count > 20)
    #expect(!limit.key.contains("-"))
    #expect(LimitSettings()[limit] == limit.defaultValue)
  }

  @Test func whatCanNotBeLiftedIsOnlyTheMeasureOfAnotherOne() {
    #expect(Limit.allCases.filter { !$0.canBeLifted } == [.failedLogInTime, .messageBurst])
  }

  @Test func zeroIsNoLimit() {
    var settings = LimitSettings()
    settings[.failedLogIns] = 0
    settings[.messageRate] = 0
    #expect(settings.failedLogInRate == nil && settings.messageRate == nil)
    #expect(settings.value(of: .messageRate) == nil && settings.value(of: .helloTime) == 10)
  }
}
