import ChatSystem
import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatTerminal

@Suite struct HistoryFileTests {
  private let box: TemporaryDirectory
  private var path: String { box.path(of: "state/chatctl/admin_history") }

  init() throws {
    box = try TemporaryDirectory()
  }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    stat(path, &status)
    return status.st_mode & 0o777
  }

  @Test func isKeptForItsOwnerAlone() throws {
    var history = try HistoryFile(path: path, limit: 10)
    try history.append("get")
    try history.append("get")
    try history.append("announce one\ntwo")
    #expect(try HistoryFile(path: path, limit: 10).lines == ["get", "announce one two"])
    #expect(mode(of: path) == 0o600)
    #expect(mode(of: box.path(of: "state/chatctl")) == 0o700)
    chmod(path, 0o644)
    try history.append("set MaxCon 5")
    #expect(mode(of: path) == 0o600)
  }

  @Test func twoAtOnceKeepEachOthersLines() throws {
    var first = try HistoryFile(path: path, limit: 10)
    var second = try HistoryFile(path: path, limit: 10)
    try first.append("one")
    try second.append("two")
    try first.append("three")
    #expect(try HistoryFile(path: path, limit: 10).lines == ["one", "two", "three"])
  }

  @Test func manyAtOnceLoseNoneWhileOthersCutTheFile() throws {
    var first = try HistoryFile(path: path, limit: 1_000)
    for number in 1...300 {
      try first.append("old \(number)")
    }
    let path = path
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      do {
        var file = try HistoryFile(path: path, limit: 1_000)
        for number in 1...50 {
          try file.append("\(writer): \(number)")
          if number % 10 == 0 { _ = try HistoryFile(path: path, limit: 250) }
        }
      } catch {
        Issue.record(error)
      }
    }
    let kept = Set(try HistoryFile(path: path, limit: 1_000).lines)
    for writer in 0..<4 {
      #expect((1...50).allSatisfy { kept.contains("\(writer): \($0)") })
    }
  }

  @Test func theOldestLinesGo() throws {
    var history = try HistoryFile(path: path, limit: 3)
    for number in 1...5 {
      try history.append("line \(number)")
    }
    #expect(try HistoryFile(path: path, limit: 3).lines == ["line 3", "line 4", "line 5"])
    #expect(try box.text(of: "state/chatctl/admin_history") == "line 3\nline 4\nline 5\n")
    #expect(mode(of: path) == 0o600)
    #expect(try box.names(in: "state/chatctl") == ["admin_history"])
  }

  @Test func aPlaceThatIsNoneIsTold() throws {
    try box.write("", to: "state")
    let path = path
    #expect(throws: FileError.self) { try HistoryFile(path: path, limit: 3) }
  }
}
