import ChatTestSupport
import Testing

/// Connections that are cut again and again while people talk: nothing is lost, nothing doubled, the order is kept, and
/// nobody is told that somebody has gone.
@Suite(.serialized) struct CutConnectionTests {
  @Test func aHundredCuts() throws {
    try cut(TestLoad.isLight ? 20 : 100, over: CuttingProxy.Link(), sending: 256 << 20)
  }

  @Test func aSlowLinkThatIsCut() throws {
    try cut(
      TestLoad.isLight ? 3 : 15, over: CuttingProxy.Link(latency: 0.1, bitsPerSecond: 1_000_000), sending: 1 << 20)
  }

  /// The cable is pulled: both sides wait in vain. The client notices first, and takes its place over from a connection
  /// that the server still holds.
  @Test(.disabled(if: TestLoad.isLight, "takes 30 seconds")) func aPulledCable() throws {
    let network = try BrokenNetwork()
    network.proxy.stall()
    network.speak()
    let start = ContinuousClock.now
    try network.settle("the silence is noticed") {
      network.window.terminal.text.contains("it has been silent for too long")
        && network.pipe.hasSaid("silent for too long")
    }
    #expect(start.duration(to: .now) < .seconds(20))
    network.speak()
    network.proxy.goOn()
    try network.check("pulled cable")
  }

  private func cut(_ times: Int, over link: CuttingProxy.Link, sending size: Int) throws {
    var random = SeededGenerator()
    let comment: Comment = "seed \(random.seed)"
    let network = try BrokenNetwork(link: link)
    try network.send(size)
    for _ in 0..<times {
      // There is something to cut.
      try network.settle("somebody is connected; \(comment)") { network.proxy.open > 0 }
      network.speak()
      let connections = network.proxy.accepted
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        network.listen(for: Double.random(in: 0...0.1 + 2 * link.latency, using: &random))
        network.proxy.cut()
      case 1:
        network.proxy.cutNewest(after: Int.random(in: 1...2_000, using: &random), .up)
      default:
        network.proxy.cutNewest(after: Int.random(in: 1...2_000, using: &random), .down)
      }
      network.speak()
      // Somebody has come back, or the cut waits for bytes that have not come yet.
      let patience = Deadline(seconds: 0.3 + 5 * link.latency)
      try network.settle("somebody comes back; \(comment)") { network.proxy.accepted > connections || patience.isOver }
      network.listen(for: Double.random(in: 0...0.1, using: &random))
    }
    network.proxy.cut()
    network.speak()
    try network.expectSent(size)
    try network.check(comment)
  }
}
