import ChatTestSupport
import Testing

/// Connections that are cut again and again while people talk: nothing is lost, nothing doubled, the order is kept, and
/// nobody is told that somebody has gone.
///
/// Most of the time is waited for those who come back: a hundred cuts are spread over rooms that wait side by side.
@Suite(.patient) struct CutConnectionTests {
  @Test(arguments: 1...2) func aHundredCuts(room: Int) throws {
    try cut(TestLoad.isLight ? 10 : 50, over: CuttingProxy.Link(bitsPerSecond: 40_000_000), fileSize: 16 << 20)
  }

  @Test(arguments: 1...(TestLoad.isLight ? 1 : 4)) func aSlowLinkThatIsCutAHundredTimes(room: Int) throws {
    try cut(
      TestLoad.isLight ? 5 : 25, over: CuttingProxy.Link(latency: 0.1, bitsPerSecond: 1_000_000), fileSize: 1 << 20)
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

  /// Cuts so many times, while all talk and a file is on its way: mostly connections that are up, at a random moment or
  /// byte, and in a quarter of the cases one that is just coming up.
  private func cut(_ times: Int, over link: CuttingProxy.Link, fileSize: Int) throws {
    var random = SeededGenerator()
    let comment: Comment = "seed \(random.seed)"
    let network = try BrokenNetwork(link: link, fileSize: fileSize)
    var accepted = network.proxy.accepted
    for number in 0..<times {
      if number > 0, Int.random(in: 0..<4, using: &random) == 0 {
        try network.settle("somebody is on the way back; \(comment)") { network.proxy.accepted > accepted }
      } else {
        try network.awaitReturn()
        try network.keepSending()
      }
      network.speak()
      network.listen(for: Double.random(in: 0...0.1 + 4 * link.latency, using: &random))
      accepted = network.proxy.accepted
      let cuts = network.proxy.cuts
      let kind = Int.random(in: 0..<4, using: &random)
      if kind < 2, network.proxy.open > 0 {
        network.proxy.cut()
      } else {
        network.proxy.cutNewest(after: Int.random(in: 1...1_000, using: &random), kind == 2 ? .up : .down)
      }
      try network.speakUntilCut(after: cuts)
      network.speak()
    }
    try network.expectSent()
    try network.check(comment)
    print("\(network.proxy.cuts) connections cut, \(network.files) files of \(fileSize >> 20) MiB; \(comment)")
  }
}
