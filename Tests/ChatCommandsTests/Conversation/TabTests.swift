import ChatTestSupport
import Testing

/// Tab in a terminal window.
@Suite(.waiting) struct TabTests {
  @Test func commandsAndPeople() throws {
    let room = try SampleRoom()
    let window = try Window(to: room.server)
    try window.logIn("facebook")
    let columbia = try room.member("Columbia")
    let google = try room.member("Google")
    try window.expect(
      "System(broadcast): \"Columbia\" has just logged in.", "System(broadcast): \"Google\" has just logged in.",
      "facebook>")
    window.terminal.type("/mes\tCol\thi\r")
    try columbia.expectLines("System(broadcast): \"Google\" has just logged in.", "facebook(private): hi")
    // Several: a list above the prompt, who spoke last first.
    google.send("broadcast hello")
    try window.expect("Google(broadcast): hello", "facebook>")
    window.terminal.type("block \t\t")
    try window.expect("Google    Columbia", "facebook> block")
    window.send("goo\t")
    try window.expect("You have successfully blocked Google from sending you messages.", "facebook>")
    window.send("unblock \t")
    try window.expect("You have successfully unblocked Google", "facebook>")
  }

  /// More than fit: no question that would hold everything up.
  @Test func aLongListIsCutAndHoldsUpNothing() throws {
    let room = try SampleRoom()
    let columbia = try room.member("Columbia")
    let directory = try TemporaryDirectory()
    for number in 100..<400 { try directory.write("", to: "some-long-name-of-a-file-\(number).txt") }
    let window = try Window(to: room.server, columns: 60)
    try window.expect(">>")
    window.send("facebook")
    window.send("wastingtime")
    try window.expect("facebook>")
    window.terminal.type("file Columbia \(directory.path)/so\t\t\t")
    try window.terminal.read("… and ")
    try columbia.expectLines("System(broadcast): \"facebook\" has just logged in.")
    columbia.send("broadcast meanwhile")
    try window.terminal.read("meanwhile")
    let typed = "facebook> file Columbia \(directory.path)/some-long-name-of-a-file-"
    try window.expect(String(typed.suffix(typed.count % 60)))
    let list = window.lines.filter { $0.hasPrefix("some-long-name") }
    #expect((2...20).contains(list.count))
    #expect(window.lines.allSatisfy { $0.count <= 60 })
  }

  @Test func filesWithBlanksInTheirNames() throws {
    let room = try SampleRoom()
    let columbia = try room.member("Columbia")
    let home = try TemporaryDirectory()
    try home.write("bytes", to: "my papers/a long one.txt")
    let window = try Window(to: room.server, environment: ["HOME=\(home.path)"])
    try window.logIn("facebook")
    window.terminal.type("file Columbia ~/my\t")
    try window.expect("facebook> file Columbia ~/my papers/")
    window.terminal.type("\t")
    try window.expect("facebook> file Columbia ~/my papers/a long one.txt")
    window.send("")
    try columbia.expectLines(
      "System(broadcast): \"facebook\" has just logged in.", "facebook(file_transfer): a long one.txt")

    let receiver = try Window(to: room.server)
    try receiver.logIn("Google")
    try window.expect("System(broadcast): \"Google\" has just logged in.", "facebook>")
    window.send("file Goo\t~/my papers/a l\t")
    try receiver.expect("facebook(file_transfer): a long one.txt", "Google>")
    receiver.terminal.type("filedecline f\ta long \t\r")
    try receiver.terminal.read("Delete \"a long one.txt\" from \"facebook\".")
    receiver.terminal.type("filedecline \t\tx")
    try receiver.expect("Google> filedecline x")
    withExtendedLifetime(columbia) {}
  }
}
