import ChatCore
import ChatTestSupport
import Testing

/// Two people whose clients reach the room through a network that breaks, and a third one whose network does not: what
/// each says, and what each was shown.
final class BrokenNetwork {
  /// Somebody who says things and sees what the others say.
  enum Person: String, CaseIterable {
    /// At a terminal.
    case alice
    /// A bot in a pipe.
    case bob
    /// At a connection of the best.
    case carol
  }

  let server: ServerProcess
  let proxy: CuttingProxy
  let window: Window
  let pipe: ChildProcess
  private let watcher: WireClient
  private let poll: WirePoll
  private let configuration: TemporaryDirectory
  private var said: [Person: Int] = [:]
  private var acknowledged = EntryID.zero
  /// How often alice and bob were told that their connection is lost, and that it is back.
  private var losses = [Occurrences(of: lossWords), Occurrences(of: lossWords)]
  private var returns = [Occurrences(of: returnWords), Occurrences(of: returnWords)]

  /// How many files alice has begun to send, and how many were told as received.
  private(set) var files = 0
  private var received = Occurrences(of: "has been successfully received by the server.")
  private let fileSize: Int

  private static let lossWords = "The connection to the server is lost"
  private static let returnWords = "The connection to the server is back"

  /// - Parameter fileSize: what each of alice's files has, in bytes.
  init(link: CuttingProxy.Link = CuttingProxy.Link(), fileSize: Int = 0) throws {
    self.fileSize = fileSize
    server = try ServerProcess()
    proxy = try CuttingProxy(to: server.port, link: link)
    for name in [Person.alice.rawValue, Person.bob.rawValue, "dora"] {
      let registering = try server.member(name)
      registering.send("logout")
      try registering.wait()
    }
    let watcher = try WireClient.member(Person.carol.rawValue, of: server)
    poll = WirePoll([watcher], server: server)
    self.watcher = watcher
    let arguments =
      ["connect", "127.0.0.1", String(proxy.port)] + (server.fingerprint.map { ["--fingerprint", $0] } ?? [])
    let home = try TemporaryDirectory()
    configuration = home
    window = try Window(
      arguments, with: server, environment: ["XDG_CONFIG_HOME=\(home.path)"], directory: home.path)
    pipe = try ChildProcess(
      Executable.path, arguments + ["--reconnect"], environment: ["XDG_CONFIG_HOME": home.path(of: "bob")])
    try window.expect(">>")
    window.send("alice")
    try window.expect("Please enter your password:", ">>")
    window.send("secret-password")
    try window.terminal.read("Welcome to the Chatting room")
    pipe.write("bob\nsecret-password\n")
    try pipe.awaitText("bob> \n")
    // Commits come in order: once this one is there, both have what they need to come back.
    window.send("message dora hi")
    try window.terminal.read("The user \"dora\" is unfortunately not online.")
    pipe.send("message dora hi")
    try pipe.awaitText("The user \"dora\" is unfortunately not online.")
    try settle("all are there") { watcher.events.contains(.loggedIn(name: "bob")) }
  }

  /// Has everybody say one more thing to everybody.
  func speak() {
    for person in Person.allCases {
      let number = said[person, default: 0] + 1
      said[person] = number
      let body = "\(person.rawValue) \(number) |"
      switch person {
      case .alice: window.send("broadcast \(body)")
      case .bob: pipe.send("broadcast \(body)")
      case .carol: watcher.request(.broadcast(body: body))
      }
    }
  }

  /// Has alice send a file to dora, unless one is on its way.
  func keepSending() throws {
    received.look(at: window.terminal.output)
    guard received.count == files else { return }
    files += 1
    let name = "large\(files).bin"
    try configuration.writeZeros(fileSize, to: name)
    window.send("file dora \(name)")
  }

  /// Whether alice and bob are connected and have been told so, as far as what was read shows.
  var areBack: Bool {
    let output = [window.terminal.output, Array(pipe.output.utf8)]
    for (place, bytes) in output.enumerated() {
      losses[place].look(at: bytes)
      returns[place].look(at: bytes)
    }
    return zip(losses, returns).allSatisfy { $0.count == $1.count }
  }

  /// Waits until alice and bob are connected again and have been told so.
  func awaitReturn() throws {
    try settle("both are back") {
      // Who is connected again was told of the loss before.
      guard proxy.open == 2 else { return false }
      listen(for: 0)
      return areBack
    }
  }

  /// Has everybody speak now and then until the proxy has cut more than `cuts` connections: some cuts wait for bytes.
  func speakUntilCut(after cuts: Int) throws {
    var next = Deadline(seconds: 0.1)
    try settle("the cut falls") {
      guard proxy.cuts == cuts else { return true }
      if next.isOver {
        speak()
        next = Deadline(seconds: 0.1)
      }
      return false
    }
  }

  /// Waits until alice's files wait, whole, and nothing else of them is left. The server has compared their SHA-256.
  func expectSent() throws {
    try settle("the files are sent", within: 180) {
      received.look(at: window.terminal.output)
      return received.count == files
    }
    let names = try server.data.names(in: "files")
    #expect(names.count == files)
    for name in names {
      #expect(try server.data.size(of: "files/\(name)") == fileSize)
    }
  }

  /// Reads what has come for so many seconds.
  func listen(for seconds: Double) {
    poll.drive(seconds: seconds)
    window.terminal.readAvailable()
    pipe.readAvailable()
    if let newest = watcher.shown.last?.id, newest > acknowledged {
      acknowledged = newest
      watcher.request(.acknowledge(newest))
    }
  }

  /// Waits until `condition` holds.
  func settle(_ what: String, within seconds: Double = 90, _ condition: () -> Bool) throws {
    let deadline = Deadline(seconds: seconds)
    while !condition() {
      guard !deadline.isOver else {
        throw ChildProcess.Mismatch(
          description:
            "waited in vain until \(what). alice:\n\(window.terminal.text)\nbob:\n\(pipe.output)\(pipe.errors)")
      }
      listen(for: 0.02)
    }
  }

  /// The numbers of what `speaker` said, as `listener` was shown them.
  func heard(_ listener: Person, of speaker: Person) -> [Int] {
    switch listener {
    case .alice: Self.numbers(after: "\(speaker.rawValue)(broadcast): \(speaker.rawValue) ", in: window.terminal.text)
    case .bob: Self.numbers(after: "\(speaker.rawValue)(broadcast): \(speaker.rawValue) ", in: pipe.output)
    case .carol:
      watcher.shown.filter { $0.sender == .account(speaker.rawValue) }.compactMap {
        $0.body.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      }
    }
  }

  /// Waits until everybody has heard everything, and checks that nothing came twice or out of order, and that nobody was
  /// told that somebody had gone.
  func check(_ comment: Comment) throws {
    // After many losses the client pauses for up to a minute, and what was to cut it may still be on its way.
    try settle("everybody has heard everything", within: 240) {
      Person.allCases.allSatisfy { listener in
        Person.allCases.allSatisfy { heard(listener, of: $0).last ?? 0 == said[$0] ?? 0 }
      }
    }
    for listener in Person.allCases {
      for speaker in Person.allCases {
        let heard = heard(listener, of: speaker)
        #expect(heard == Array(1...(said[speaker] ?? 1)), "\(listener) of \(speaker); \(comment)")
      }
    }
    #expect(!window.terminal.text.contains("has just logged out"), comment)
    #expect(!pipe.output.contains("has just logged out"), comment)
    #expect(!watcher.events.contains { if case .loggedOut = $0 { true } else { false } }, comment)
    #expect(watcher.events.count { if case .loggedIn = $0 { true } else { false } } == 2, comment)
    #expect(watcher.dropped.isEmpty, comment)
  }

  private static func numbers(after marker: String, in text: String) -> [Int] {
    text.split(separator: marker, omittingEmptySubsequences: false).dropFirst().compactMap {
      Int($0.prefix { $0.isNumber })
    }
  }
}
