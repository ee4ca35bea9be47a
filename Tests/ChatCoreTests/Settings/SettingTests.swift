import ChatCore
import Testing

@Suite("The table of settings")
struct SettingTests {
  @Test(arguments: Setting.allCases) func aRowIsWhole(setting: Setting) {
    #expect(setting == .data || setting.allows(setting.builtIn))
    #expect(setting.meaning.hasSuffix("."))
    #expect(!setting.jsonKey.contains("-"))
    #expect(Settings()[value: setting] == setting.builtIn)
    #expect(Setting(key: setting.rawValue.uppercased()) == setting)
    #expect(!setting.taken.isEmpty && !setting.valueName.isEmpty)
  }

  @Test(arguments: Setting.allCases) func whatIsShownIsReadAsTheSame(setting: Setting) {
    let values: [Setting.Value] =
      switch setting.kind {
      case .flag: [.isOn(true), .isOn(false)]
      case .choice(let words): words.map { .word($0) }
      case .word: [.word("/a b"), setting.builtIn]
      case .count, .size, .time:
        [setting.range.lowerBound, 1.5, 17, 90, 3_600, setting.range.upperBound].map { Setting.Value.number($0) }
      }
    for value in values where setting.allows(value) {
      #expect(setting.value(of: setting.text(of: value)) == value)
    }
  }

  @Test func whatCanNotBeLiftedIsOnlyTheMeasureOfAnotherOne() {
    #expect(Setting.limits.filter { !$0.canBeLifted } == [.failedLogInTime, .messageBurst])
  }

  @Test func theOnesThatNeedARestart() {
    #expect(
      Setting.allCases.filter(\.needsRestart)
        == [.port, .listen, .data, .plaintext, .passwordThreads, .noConsole, .adminGroup, .tellLoopbackApart])
  }

  @Test func zeroIsNoLimit() {
    var settings = Settings()
    settings[.failedLogIns] = 0
    settings[.messageRate] = 0
    #expect(settings.failedLogInRate == nil && settings.messageRate == nil)
    #expect(settings.limit(.messageRate) == nil && settings.seconds(of: .helloTime) == 10)
  }

  private static let sizes: [(String, Double)] = [
    ("0", 0), ("4096", 4_096), ("1K", 1_024), ("16m", 16_777_216), ("2G", 2_147_483_648), ("0.5G", 536_870_912),
    ("4096T", 4_503_599_627_370_496), ("4503599627370496", 4_503_599_627_370_496),
  ]

  @Test(arguments: Self.sizes)
  func aSize(text: String, bytes: Double) {
    #expect(Setting.maxFileSize.value(of: text) == .number(bytes))
  }

  @Test(arguments: [
    "", "G", "-1", "+1", "1.5", "0.0001K", "2GB", "2 G", "1e3", "0x10", "nan", "inf", "4097T", "4503599627370497",
    "99999999999999999999999T", String(repeating: "9", count: 400), "1..5K", "1s",
  ])
  func noSize(text: String) {
    #expect(Setting.maxFileSize.value(of: text) == nil)
  }

  private static let times: [(String, Double)] = [
    ("0", 0), ("0s", 0), ("90", 90), ("90s", 90), ("1.5m", 90), ("0.25", 0.25), ("24h", 86_400), ("1d", 86_400),
  ]

  @Test(arguments: Self.times)
  func aTime(text: String, seconds: Double) {
    #expect(Setting.resumeGrace.value(of: text) == .number(seconds))
  }

  @Test(arguments: ["", "s", "-1s", "1w", "1 s", "2d", "86401", "1e2", "1K", "99999999999999999999d"])
  func noTime(text: String) {
    #expect(Setting.resumeGrace.value(of: text) == nil)
  }

  @Test func theEdgesOfARange() {
    #expect(Setting.keepAlive.value(of: "0.1") != nil && Setting.keepAlive.value(of: "0.05s") == nil)
    #expect(Setting.backupEvery.value(of: "0") == .number(0) && Setting.backupEvery.value(of: "0.5s") == nil)
    #expect(Setting.backupEvery.value(of: "365d") != nil && Setting.backupEvery.value(of: "366d") == nil)
    #expect(Setting.port.value(of: "65535") != nil && Setting.port.value(of: "65536") == nil)
    #expect(Setting.messageBurst.value(of: "0") == nil && Setting.messageBurst.value(of: "1.5") == nil)
    #expect(Setting.plaintext.value(of: "ON") == .isOn(true) && Setting.plaintext.value(of: "maybe") == nil)
    #expect(Setting.cert.value(of: "") == nil)
  }
}
