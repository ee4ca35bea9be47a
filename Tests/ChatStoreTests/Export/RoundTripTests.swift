import ChatCore
import ChatStore
import ChatSystem
import ChatTestSupport
import Foundation
import Testing

/// Exported, imported into an empty store and exported again, every state gives the same bytes.
@Suite struct RoundTripTests {
  @Test func randomStatesSurvive() throws {
    for _ in 0..<12 {
      let seed = UInt64.random(in: 0...UInt64.max)
      var generator = SeededGenerator(seed: seed)
      let first = try ImportBox()
      try fill(first, &generator)
      let exported = try TemporaryDirectory()
      let once = try export(first, to: exported)
      let again = try TemporaryDirectory()
      _ = try export(first, to: again)
      #expect(try contents(exported) == contents(again), "seed \(seed): two exports of one state differ")

      let second = try ImportBox()
      let report = try second.run(from: exported.path)
      // The only untidiness that our own files may have is a sender who is gone.
      #expect(report.warnings.allSatisfy { $0.what.hasSuffix("kept as from a former account") }, "seed \(seed)")
      let exportedTwice = try TemporaryDirectory()
      let twice = try export(second, to: exportedTwice)
      #expect(twice.leftOut.isEmpty, "seed \(seed): \(once.leftOut)")
      let (left, right) = (try contents(exported), try contents(exportedTwice))
      #expect(left.keys.sorted() == right.keys.sorted(), "seed \(seed)")
      for (name, text) in left {
        #expect(right[name] == text, "seed \(seed): \(name)")
      }
    }
  }

  private func export(_ box: ImportBox, to directory: TemporaryDirectory) throws -> ExportReport {
    var parameters = Parameters()
    if FileManager.default.fileExists(atPath: box.data.parameters) {
      parameters = try ParameterFile.read(from: box.data.parameters).parameters
    }
    return try Exporter(store: box.store, parameters: parameters, now: WallTime(seconds: 1000)).write(
      to: directory.path, copyingFilesFrom: box.data)
  }

  private func contents(_ directory: TemporaryDirectory) throws -> [String: String] {
    var contents: [String: String] = [:]
    for name in try directory.names() {
      contents[name] = try directory.text(of: name)
    }
    return contents
  }

  /// A random past: people come and go, talk, block, send files, read.
  private func fill(_ box: ImportBox, _ generator: inout SeededGenerator) throws {
    let names = ["alice", "Bob", "a_b", "a", "b", "x-1", "Zoe.z", "b_a", "eve", "M"].shuffled(using: &generator)
    var free = names
    var there: [AccountID: String] = [:]
    var blocked: Set<[AccountID]> = []
    var nextID: Int64 = 1
    var batch = LogBatch()
    for _ in 0..<Int.random(in: 0...120, using: &generator) {
      let id = nextID
      nextID += Int64.random(in: 1...3, using: &generator)
      let people = there.keys.sorted()
      let one = people.randomElement(using: &generator)
      let other = people.randomElement(using: &generator)
      batch.idBound = Sample.entry(id + 10)
      switch Int.random(in: 0..<14, using: &generator) {
      case 0...2:
        guard let name = free.popLast() else { continue }
        there[Sample.account(id)] = name
        batch.records += [try Sample.registration(id, name)]
      case 3:
        guard let one, Int.random(in: 0..<3, using: &generator) == 0, let name = there.removeValue(forKey: one) else {
          continue
        }
        free.append(name)
        blocked = blocked.filter { !$0.contains(one) }
        batch.records += [Sample.record(id, .deregistered(one))]
      case 4...6:
        guard let one else { continue }
        batch.records += [Sample.message(id, from: one.rawValue, text(&generator))]
      case 7...8:
        guard let one, let other, one != other else { continue }
        batch.records += [Sample.message(id, from: one.rawValue, to: other.rawValue, text(&generator))]
      case 9...10:
        guard let one, let other, one != other else { continue }
        if blocked.remove([one, other]) != nil {
          batch.records += [Sample.record(id, .unblocked(blocker: one, blocked: other))]
        } else {
          blocked.insert([one, other])
          batch.records += [Sample.record(id, .blocked(blocker: one, blocked: other))]
        }
      case 11:
        guard let one else { continue }
        let record = LogRecord(
          id: Sample.entry(id),
          time: WallTime(microseconds: Int64.random(in: 900_000_000...1_000_000_000, using: &generator)),
          entry: .logInBlocked(
            one, address: ["10.0.0.1", "fe80::1", "127.0.0.1"].randomElement(using: &generator) ?? ""),
          origin: nil)
        batch.records += [record]
      case 12:
        guard let one, let other, one != other else { continue }
        let file = FileID(rawValue: id)
        nextID += 1
        try AtomicFile.write(Array(text(&generator).utf8), to: box.data.file(file))
        let name =
          ["notes", "my notes.txt", "a b", "b_x", "☃ snow", " blank ", "my", "\u{E9}", "e\u{301}"].randomElement(
            using: &generator) ?? ""
        batch.records += [
          Sample.record(
            id + 1,
            .fileStored(
              file, sender: one, recipient: other, name: try FileName(name), size: 1, digest: Sample.digest()))
        ]
        nextID += 1
      default:
        guard let one else { continue }
        batch.cursors[one] = Sample.entry(id - 1)
      }
      if Int.random(in: 0..<10, using: &generator) == 0 {
        try box.store.commit(batch)
        batch = LogBatch()
      }
    }
    try box.store.commit(batch)
  }

  private func text(_ generator: inout SeededGenerator) -> String {
    let pieces = [
      "hello", " ", "  ", "\n", "\u{2028}", "(private)", "é", "e\u{301}", "👩‍👩‍👧", "\r", "\t", "مرحبا", ":", "\u{0}",
    ]
    let text = (0..<Int.random(in: 1...6, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
    return text.joined()
  }
}
