import ChatCore
import ChatStore
import ChatTestSupport
import Testing

@testable import ChatLoad

@Suite
struct ComparisonTests {
  private func report(deliveries: Int, generator: Double) -> LoadReport {
    var report = LoadReport("fanout", members: 10)
    report.seconds = 1
    report.deliveries = deliveries
    report.usage = Usage(seconds: 1, generator: generator, serverSeconds: 0.5, resident: 1_000_000, peak: 1_000_000)
    return report
  }

  private func throughput(limitBusy: Double, serverBusy: Double, server deliveries: Int = 500_000) -> [String]? {
    var result = ComparedResult(title: "case", goals: ComparedCase.reference.goals)
    result.limit = [report(deliveries: 1_000_000, generator: limitBusy)]
    result.server = [report(deliveries: deliveries, generator: serverBusy)]
    result.bare = [10]
    result.batches = [10]
    return result.figures.first { $0.what == "k deliveries/s" }.map { Table.comparison.cells($0).suffix(3) }
  }

  @Test func ratioIsVoidWhenTheGeneratorWasBusy() {
    #expect(throughput(limitBusy: 0.5, serverBusy: 0.5) == ["0.500", "≥ 0.4", "met"])
    #expect(throughput(limitBusy: 0.91, serverBusy: 0.5) == ["void: at most 0.500", "≥ 0.4", "void"])
    #expect(throughput(limitBusy: 0.5, serverBusy: 0.91) == ["void: at least 0.500", "≥ 0.4", "met"])
    #expect(throughput(limitBusy: 0.91, serverBusy: 0.91) == ["void: about 0.500", "≥ 0.4", "void"])
  }

  @Test func slowIsMissedUnlessTheGeneratorHeldItUp() {
    #expect(throughput(limitBusy: 0.91, serverBusy: 0.5, server: 300_000)?.last == "missed")
    #expect(throughput(limitBusy: 0.5, serverBusy: 0.91, server: 300_000)?.last == "void")
  }

  /// A limit that came to nothing in a short time is nobody's measure.
  @Test func nothingIsNoLimit() {
    let figure = Figure("what", [5], .atMost(3))?.against([0], isRatio: true)
    #expect(figure.map { Table.comparison.cells($0).suffix(3) } == ["-", "≤ 3", "void"])
  }

  @Test func everyStandardCaseHasAGoal() {
    for one in ComparedCase.standard { #expect(one.goals["receipt p99 ms"] != nil, "\(one.title)") }
    #expect(ComparedCase.reference.goals["k deliveries/s"] == .atLeast(0.4))
  }

  @Test func whatIsMeasuredBesideHasItsGoals() {
    var result = ComparedResult(title: "case")
    result.server = [report(deliveries: 900_000, generator: 0.5)]
    result.encrypted = [report(deliveries: 450_000, generator: 0.5)]
    var open = report(deliveries: 1, generator: 0.5)
    open.rate = 100
    open.delivery = LatencySummary(p50: 1, p99: 6, max: 9)
    open.receipt = LatencySummary(p50: 1, p99: 6, max: 9)
    result.open = [open]
    let rows = result.figures.map(Table.comparison.cells)
    func row(_ title: String, _ what: String) -> [String]? {
      rows.first { $0[0].hasSuffix(title) && $0[1] == what }?.suffix(3)
    }
    #expect(row("TLS (limit: plain)", "k deliveries/s") == ["0.500", "≥ 0.33", "met"])
    #expect(row("open loop at half of it", "delivery p99 ms") == ["-", "< 5", "missed"])
    #expect(row("open loop at half of it", "receipt p99 ms") == ["-", "< 10", "met"])
  }

  @Test func spreadHasTheMedian() {
    #expect(Spread([3, nil, 1, 2]) == Spread([1, 2, 3]))
    #expect(Spread([1, 2, 3, 10])?.median == 2.5)
    #expect(Spread([5])?.text == "5.00")
    #expect(Spread([1, 3])?.text == "2.00 (1.00–3.00)")
    #expect(Spread([nil]) == nil)
  }

  @Test(arguments: ["fanout:100,8,64", "private:50,64"]) func casesAreRead(text: String) {
    #expect(ComparedCase(text) != nil)
  }

  @Test(arguments: ["fanout:8,100,64", "fanout:100,8", "private:50", "private:50,256", "churn:1,1", "fanout:", ""])
  func nonsenseIsNoCase(text: String) {
    #expect(ComparedCase(text) == nil)
  }

  @Test func seedingFillsAStore() throws {
    let directory = try TemporaryDirectory()
    let data = DataDirectory(path: directory.path(of: "room"))
    let seeding = Seeding(accounts: 30, broadcasts: 50, privateMessages: 20, mailbox: 7)
    try seeding.fill(data)
    let store = try SQLiteStore(path: data.store)
    let state = try store.load()
    #expect(state.accounts.count == 30)
    #expect(Set(state.accounts.map(\.verifier)).count == 1)
    #expect(state.mail.mapValues(\.count) == [AccountID(rawValue: 1): 7])
    #expect(
      try store.page(of: AccountID(rawValue: 2), after: .zero, through: state.idBound, limit: 1_000).messages.count > 50
    )
    #expect(throws: LoadError.self) { try seeding.fill(data) }
  }

  @Test(arguments: [ChatScenario.Kind.fanout, .private]) func insertsAreWritten(kind: ChatScenario.Kind) throws {
    let directory = try TemporaryDirectory()
    let inserts = BareInserts(kind: kind, batch: 10, bodyBytes: 64, people: 5, seconds: 0.05)
    let path = directory.path(of: "bare.sqlite")
    #expect(try inserts.run(path: path) > 0)
    let store = try SQLiteStore(path: path)
    let page = try store.page(of: AccountID(rawValue: 6), after: .zero, through: EntryID(rawValue: 1_000), limit: 10)
    #expect(page.messages.first?.body.utf8.count == 64)
  }

  @Test func syncsAreTimed() throws {
    let directory = try TemporaryDirectory()
    #expect(try BareInserts.syncMilliseconds(path: directory.path(of: "sync")) > 0)
  }
}
