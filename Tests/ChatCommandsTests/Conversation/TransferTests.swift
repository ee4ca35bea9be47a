import ChatTestSupport
import Glibc
import Testing

/// Transfers on the screen: their bars, their list, and how they are cancelled. The server is held where a bar is looked
/// at, so that no transfer is too fast for it.
@Suite(.waiting, .serialized) struct TransferTests {
  private static let size = 256 << 20

  private static func hold(_ server: ServerProcess, during body: () throws -> Void) throws {
    server.process.signal(SIGSTOP)
    defer { server.process.signal(SIGCONT) }
    try body()
  }

  /// Waits until the rows above the prompt of `name` are bars of these transfers, and gives them.
  @discardableResult
  private static func expectBars(_ titles: [String], prompt: String, in window: Window) throws -> [String] {
    let rows = { (text: String) in
      // Rows below the prompt were taken away.
      TerminalScreen(columns: 120, showing: text).lines.filter { !$0.isEmpty }.suffix(titles.count + 1)
    }
    try window.terminal.read(
      until: { text in
        let rows = Array(rows(text))
        guard rows.count == titles.count + 1, rows.last == prompt else { return false }
        return zip(rows, titles).allSatisfy { $0.hasPrefix("[") && $0.contains(" %  ") && $0.hasSuffix("  " + $1) }
      })
    return Array(rows(window.terminal.text).dropLast())
  }

  @Test func severalUploadsStandAboveTheHalfTypedLine() throws {
    let server = try SampleRoom().server
    let home = try TemporaryDirectory()
    for name in ["a.bin", "b.bin", "c.bin"] { try home.writeZeros(Self.size, to: name) }
    let window = try Window(to: server, directory: home.path)
    try window.logIn("facebook")
    for name in ["a.bin", "b.bin", "c.bin"] {
      window.send("file Columbia \(name)")
      try window.terminal.read(until: { $0.contains("file Columbia \(name)") })
    }
    try window.terminal.read(until: { Occurrences.count(of: "Now begin transferring", in: $0) == 3 })
    let titles = ["1: a.bin to Columbia", "2: b.bin to Columbia", "3: c.bin to Columbia"]
    try Self.hold(server) {
      window.terminal.type("whoel")
      let bars = try Self.expectBars(titles, prompt: "facebook> whoel", in: window)
      #expect(bars.allSatisfy { $0.contains(" of 268.4 MB  ") && $0.contains("B/s  ") }, "\(bars)")
    }
    window.send("se")
    try window.terminal.read(until: { $0.contains("There are no other users.") })
    window.send("transfers")
    try window.terminal.read(until: { $0.contains("\r\n3: c.bin to Columbia  ") })
    for (number, name) in [(1, "a.bin"), (3, "c.bin")] {
      window.send("cancel \(number)")
      try window.terminal.read(until: { $0.contains("The transfer of \"\(name)\" has been cancelled.") })
    }
    try Self.hold(server) {
      try Self.expectBars(["2: b.bin to Columbia"], prompt: "facebook>", in: window)
    }
    window.send("cancel 2")
    try window.terminal.read(until: { $0.contains("The transfer of \"b.bin\" has been cancelled.") })
    window.send("transfers")
    try window.terminal.read(until: { $0.contains("\nNo file is being sent or received.") })
    try server.awaitEmptyDepot()
  }

  @Test func aCancelledDownloadLeavesNothingAndStillWaits() throws {
    let server = try SampleRoom().server
    let home = try TemporaryDirectory()
    let there = try TemporaryDirectory()
    try home.writeZeros(Self.size / 2, to: "large.bin")
    let facebook = try SampleRoom.member("facebook", of: server, directory: home.path)
    facebook.send("file Columbia large.bin")
    try facebook.expect("has been successfully received by the server.\n")
    let window = try Window(to: server, directory: there.path)
    try window.expect(">>")
    window.send("Columbia")
    try window.expect("Please enter your password:", ">>")
    window.send(try Samples.password(of: "Columbia"))
    try window.terminal.read(until: { $0.contains("Now you can input commands") })
    window.send("fileget facebook large.bin")
    try window.terminal.read(until: { $0.contains("Please wait until") })
    try Self.hold(server) {
      try Self.expectBars(["1: large.bin from facebook"], prompt: "Columbia>", in: window)
      #expect(try there.names().map { $0.hasPrefix(".large.bin.part-") } == [true])
      window.send("cancel 1")
      try window.terminal.read(until: { $0.contains("cancel 1\r\n") })
    }
    try window.terminal.read(until: { $0.contains("The transfer of \"large.bin\" has been cancelled.") })
    #expect(try there.names().isEmpty)
    window.send("fileget")
    try window.terminal.read(until: { $0.contains("File \"large.bin\" from \"facebook\".") })
    window.send("cancel 1")
    try window.terminal.read(until: { $0.contains("Error! There is no transfer \"1\".") })
    // The bar has gone with its transfer.
    try window.terminal.read(until: {
      let rows = TerminalScreen(columns: 120, showing: $0).lines.filter { !$0.isEmpty }.suffix(2)
      return rows.last == "Columbia>" && rows.first?.hasPrefix("Error! There is no transfer") == true
    })
  }
}
