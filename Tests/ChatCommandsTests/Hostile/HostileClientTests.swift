import ChatCore
import ChatTestSupport
import Glibc
import Testing

/// A hostile client does its worst while fifty honest ones talk: they lose nothing and wait for nothing, and nothing
/// stays behind in the server.
///
/// With CHATCTL_TEST_STRICT=1 the deliveries have to be as quick as is promised, which needs a machine without other
/// work; else as quick as on one that stalls now and then, unless the crowd itself had no processor to talk in time.
@Suite(.waiting, .serialized) struct HostileClientTests {
  private static let allowedGrowth = 64 << 20
  private static let isStrict = getenv("CHATCTL_TEST_STRICT") != nil
  /// Who is so late, in milliseconds, has no processor.
  private static let stall = 250.0

  @Test(arguments: Attack.allCases)
  func honestPeopleNoticeNothing(of attack: Attack) throws {
    // Those who come first are silent until the last one is there.
    let server = try ServerProcess(
      options: attack.serverOptions + ["--tell-loopback-apart", "--keep-alive", "300"])
    // A name that is blocked would spare the server the work.
    #expect(try server.admin("set", "BLOCK_TIME", "0").code == 0)
    let crowd = try HonestCrowd(server)
    // Whatever is opened once: the way to messages that were missed, and to files.
    try Attack.warmUp(port: server.port)
    let calmStart = crowd.now
    crowd.talk(seconds: 0.7)
    try crowd.settle()
    let descriptors = server.descriptorCount
    let memory = ProcessMemory(of: server.process.pid).resident

    let start = crowd.now
    let run = AttackRun(attack, port: server.port)
    crowd.talk { run.isOver }
    let end = crowd.now
    // Whoever was slowed down lastingly is seen now.
    crowd.talk(seconds: 0.3)
    try crowd.settle()
    let report = try run.result()
    let isCleanedUp = crowd.rest(within: ChildProcess.patience) { server.descriptorCount <= descriptors }
    let memoryAfter = ProcessMemory(of: server.process.pid).resident

    let calm = crowd.pace(from: calmStart, to: start)
    let pace = crowd.pace(from: start, to: end)
    print(
      "\(attack) (\(report.summary)): \(pace); calm: \(calm); "
        + "memory \(memory >> 20), at most \(crowd.peakMemory >> 20), after \(memoryAfter >> 20) MiB; "
        + "descriptors \(descriptors), after \(server.descriptorCount); \(Double((end - start) / 10_000_000) / 100) s")
    #expect(report.complaints == [])
    #expect(crowd.complaints() == [])
    #expect(pace.count > 100)
    // In milliseconds.
    let allowedNinetyNinth = Self.isStrict ? 100.0 : 1_000
    #expect(
      pace.ninetyNinth < allowedNinetyNinth || (!Self.isStrict && crowd.latest > Self.stall), "\(pace), \(crowd.latest)"
    )
    // A sanitizer takes memory of its own.
    if !TestLoad.isSanitized {
      #expect(crowd.peakMemory - memory < Self.allowedGrowth, "from \(memory >> 20) to \(crowd.peakMemory >> 20) MiB")
    }
    #expect(isCleanedUp, "\(server.descriptorCount) descriptors instead of \(descriptors)")
  }
}
