import ChatCore
import ChatServer
import ChatTestSupport
import Glibc
import Testing

/// Settings in files, laid over each other key by key.
@Suite struct SettingLayersTests {
  private let box: TemporaryDirectory

  init() throws {
    box = try TemporaryDirectory()
    mkdir(box.path(of: "room"), 0o700)
  }

  /// The layers over what the files of the box say, and `commandLine`.
  private func layers(
    machine: String? = nil, data: String? = nil, named: String? = nil, _ commandLine: [Setting: Setting.Value] = [:],
    environment: [String: String] = [:]
  ) throws -> SettingLayers {
    if let machine { try box.write(machine, to: "machine.conf") }
    if let data { try box.write(data, to: "room/serve.conf") }
    if let named { try box.write(named, to: "named.conf") }
    let place: [Setting: Setting.Value] = environment.isEmpty ? [.data: .word(box.path(of: "room"))] : [:]
    var layers = try SettingLayers(
      commandLine: place.merging(commandLine) { $1 }, named: named.map { _ in box.path(of: "named.conf") },
      environment: environment, machinePath: box.path(of: "machine.conf"))
    try layers.read()
    return layers
  }

  private func problem(_ body: () throws -> SettingLayers) -> SettingsError? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? SettingsError
    }
  }

  @Test func aKeyInEachLayer() throws {
    let layers = try layers(
      machine: "hello-time = 1\nprompt-time = 1\nmax-file-size = 1\nlog-keep = 1\n",
      data: "prompt-time = 2\nmax-file-size = 2\nlog-keep = 2\n", named: "max-file-size = 3K\nlog-keep = 3\n",
      [.logKeep: .number(4)])
    let settings = layers.settings
    #expect(settings[.messageRate] == 50 && layers.layer(of: .messageRate) == .builtIn)
    #expect(settings[.helloTime] == 1 && layers.layer(of: .helloTime) == .machine)
    #expect(settings[.promptTime] == 2 && layers.layer(of: .promptTime) == .data)
    #expect(settings[.maxFileSize] == 3_072 && layers.layer(of: .maxFileSize) == .named)
    #expect(settings[.logKeep] == 4 && layers.layer(of: .logKeep) == .commandLine)
    #expect(layers.line(of: .messageRate).hasPrefix("message-rate: 50 (built-in). Messages and commands "))
    #expect(
      layers.line(of: .maxFileSize)
        == "max-file-size: 3K (\(box.path(of: "named.conf"))). The largest file that is taken.")
    #expect(layers.line(of: .logKeep).hasPrefix("log-keep: 4 (the command line). "))
  }

  @Test func whereTheDataDirectoryIs() throws {
    let room = box.path(of: "room")
    let found = { (machine: String?, named: String?, environment: [String: String]) in
      try layers(
        machine: machine, named: named, environment: environment.merging(["HOME": box.path(of: "home")]) { $1 }
      ).directory.path
    }
    #expect(try found("data = \(room)/1\n", nil, [:]) == "\(room)/1")
    #expect(try found("data = \(room)/1\n", "data = \(room)/2\n", [:]) == "\(room)/2")
    #expect(try found("data = \(room)/1\n", "data = \(room)/2\n", ["CHATCTL_DATA": "\(room)/3"]) == "\(room)/3")
    #expect(try layers(machine: "data = \(room)/1\n").directory.path == room)
  }

  /// One bad line hides no room from those who look for it.
  @Test func aRoomIsFoundByItsLineWhateverIsWrongInOthers() throws {
    func located(_ machine: String, _ environment: [String: String] = [:]) throws -> SettingLayers {
      try box.write(machine, to: "machine.conf")
      let environment = environment.merging(["HOME": box.path(of: "home")]) { $1 }
      return try .locating(environment: environment, machinePath: box.path(of: "machine.conf"))
    }
    let room = box.path(of: "room")
    for fault in ["prot = 5", "port", "port = many"] {
      #expect(try located("\(fault)\ndata = \(room)\n").directory.path == room)
      #expect(try located("data = \(room)\n\(fault)\n").directory.path == room)
      let error = try #require(problem { try located("\n\(fault)\n") })
      #expect("\(error)".hasPrefix("\(box.path(of: "machine.conf")):2: ") && error.exitCode == EX_DATAERR)
      #expect(try located("\n\(fault)\n", ["CHATCTL_DATA": "/own"]).directory.path == "/own")
    }
    for fault in ["data = /a\ndata = /b\n", "data =\n", "dta = /a\n"] {
      #expect(problem { try located(fault) }?.exitCode == EX_DATAERR)
    }
  }

  @Test func theMachinesFileSpeaksOfItsOwnRoomAlone() throws {
    let room = box.path(of: "room")
    #expect(try layers(machine: "data = /elsewhere\nhello-time = 1\n").layer(of: .helloTime) == .builtIn)
    #expect(try layers(machine: "hello-time = 1\n").layer(of: .helloTime) == .machine)
    for written in [room, "\(room)/", "\(room)/../room"] {
      #expect(try layers(machine: "data = \(written)\nhello-time = 1\n").layer(of: .helloTime) == .machine)
    }
  }

  @Test(arguments: [
    ("# a\n\nmax-file-sise = 2G\n", 3, "there is no setting \"max-file-sise\". The nearest is \"max-file-size\"."),
    ("max-file-size = -1\n", 1, "max-file-size can't be \"-1\": it takes a size from 0 to 4096T"),
    ("hello-time = 2d\n", 1, "hello-time can't be \"2d\": it takes a time from 0 to 1h"),
    ("plaintext = perhaps\n", 1, "plaintext can't be \"perhaps\": it takes yes or no."),
    ("TIME_OUT = 5\n", 1, "TIME_OUT stands in para.txt. Write it there, or say \"chatctl admin set TIME_OUT VALUE\"."),
    ("maxcon = 5\n", 1, "MaxCon stands in para.txt."), ("BLOCK_TIME = 5\n", 1, "BLOCK_TIME stands in para.txt."),
    ("LAST_HOUR = 5\n", 1, "LAST_HOUR stands in para.txt."), ("data = /srv\n", 1, "can't be named in its own file"),
    ("port 5\n", 1, "that is no \"key = value\""), ("port = 1\nport = 2\n", 2, "stands in line 1 already"),
  ])
  func aWrongLine(text: String, line: Int, what: String) throws {
    let error = try #require(problem { try layers(data: text) })
    #expect("\(error)".hasPrefix("\(box.path(of: "room/serve.conf")):\(line): "))
    #expect("\(error)".contains(what))
    #expect(error.exitCode == EX_DATAERR)
  }

  @Test func filesThatCanNotBeRead() throws {
    #expect(problem { try SettingLayers(named: box.path(of: "none.conf")) }?.exitCode == EX_NOINPUT)
    try box.write([0xFF, 0x0A], to: "room/serve.conf")
    #expect(problem { try layers() }?.exitCode == EX_DATAERR)
  }

  @Test func whatDoesNotGoTogether() throws {
    #expect(
      problem { try layers([.cert: .word("c"), .plaintext: .isOn(true)]) }
        == .conflict("with plaintext there is no cert", isTyped: true))
    #expect(
      problem { try layers(data: "plaintext = yes\n", [.cert: .word("c"), .key: .word("k")]) }
        == .conflict("with plaintext there is no cert", isTyped: false))
    // One of them may stand elsewhere.
    #expect(try layers(data: "cert = c\n", [.key: .word("k")]).settings.word(of: .cert) == "c")
  }

  @Test func writingKeepsTheOtherLines() throws {
    var layers = try layers(data: "# mine\nhello-time=5\n\n# last\n")
    try layers.write(.helloTime, .number(90))
    try layers.write(.maxFileSize, .number(3_221_225_472))
    let text = "# mine\nhello-time = 90s\n\n# last\nmax-file-size = 3G\n"
    #expect(try box.text(of: "room/serve.conf") == text)
    #expect(layers.settings[.helloTime] == 90 && layers.settings[.maxFileSize] == 3_221_225_472)
    var status = stat()
    #expect(stat(box.path(of: "room/serve.conf"), &status) == 0 && status.st_mode & 0o777 == 0o600)
    try layers.write(.plaintext, .isOn(true))
    #expect(throws: SettingsError.self) { try layers.write(.cert, .word("c")) }
    #expect(try box.text(of: "room/serve.conf") == text + "plaintext = yes\n")
  }
}
