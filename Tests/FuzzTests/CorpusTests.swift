import ChatTestSupport
import Foundation
import FuzzTargets
import Testing

/// The short run of the fuzzers, without their instrumentation: `.ci/fuzz` is the long one.
@Suite struct CorpusTests {
  private static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")
  private static let mutations = 2_000

  @Test(arguments: FuzzTarget.allCases)
  func theSeedsAndWhatBecomesOfThemBreakNothing(target: FuzzTarget) throws {
    let seeds = try Self.seeds(of: target)
    try #require(!seeds.isEmpty, "no seeds for \(target.rawValue)")
    for seed in seeds {
      seed.withUnsafeBytes(target.run)
    }
    // A broken promise traps: the seed printed here and the name of the test say where to look.
    var mutator = Mutator(random: SeededGenerator(), seeds: seeds)
    for _ in 0..<Self.mutations {
      mutator.next().withUnsafeBytes(target.run)
    }
  }

  @Test func everyFolderBelongsToATarget() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
    #expect(Set(folders) == Set(FuzzTarget.allCases.map(\.rawValue)))
  }

  private static func seeds(of target: FuzzTarget) throws -> [[UInt8]] {
    let folder = directory.appending(path: target.rawValue)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      try Array(Data(contentsOf: folder.appending(path: name)))
    }
  }
}
