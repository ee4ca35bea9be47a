import ChatCore
import ChatStore
import ChatSystem
import ChatTestSupport
import Dispatch
import Glibc
import Testing

@testable import ChatServer

/// Settings that are set and edited while the server runs.
@Suite struct LiveSettingsTests {
  private let directory: TemporaryDirectory
  private let queue = DispatchQueue(label: "test.settings")
  private let changes = Collector<Settings>()
  private let live: LiveSettings

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write("log-keep = 3\n", to: "named.conf")
    var layers = try SettingLayers(
      commandLine: [.data: .word(directory.path), .messageRate: .number(5)], named: directory.path(of: "named.conf"),
      machinePath: directory.path(of: "none"))
    try layers.read()
    live = LiveSettings(layers, queue: queue) { [changes] _, new in changes.add(new) }
  }

  private func set(
    _ setting: Setting, _ text: String, keeping: AdminCommand.Keeping = .saved
  ) throws -> LiveParameters.Change {
    try queue.sync { try live.set(setting, to: text, keeping: keeping) { _ in } }
  }

  private func value(of setting: Setting) -> Double {
    queue.sync { live.current[setting] }
  }

  private func refusal(_ setting: Setting, _ text: String) -> String? {
    do {
      _ = try set(setting, text)
      return nil
    } catch {
      return (error as? AdminError)?.sentence
    }
  }

  @Test func whatIsSetHoldsAndIsWritten() throws {
    #expect(try set(.helloTime, "1.5m").text == "hello-time: 10s -> 90s")
    #expect(changes.all.map { $0[.helloTime] } == [90])
    #expect(try directory.text(of: "serve.conf") == "hello-time = 90s\n")
    queue.sync { #expect(live.line(of: .helloTime).hasPrefix("hello-time: 90s (\(directory.path)/serve.conf). ")) }
  }

  @Test func whatALaterLayerFixesIsNot() throws {
    #expect(
      refusal(.messageRate, "7")
        == "message-rate can't be set here: the command line says 5 for this server; change it there. Nothing was changed."
    )
    #expect(refusal(.logKeep, "7")?.contains("\(directory.path)/named.conf says 3 for this server") == true)
    #expect(refusal(.data, "/srv")?.contains("say --data at the next start") == true)
    #expect(refusal(.helloTime, "soon")?.contains("hello-time can't be \"soon\": it takes a time") == true)
    #expect(access(directory.path(of: "serve.conf"), F_OK) != 0 && changes.all.isEmpty)
  }

  @Test func whatNeedsARestartIsWrittenAndWaits() throws {
    for (setting, text) in [(Setting.port, "5"), (.listen, "::1"), (.plaintext, "yes"), (.noConsole, "yes")] {
      _ = try set(setting, text)
      queue.sync { #expect(live.line(of: setting).hasSuffix(" It takes effect at the next start.")) }
    }
    #expect(changes.all.isEmpty)
    #expect(queue.sync { live.current[.port] } == 1234)
    #expect(try directory.text(of: "serve.conf") == "port = 5\nlisten = ::1\nplaintext = yes\nno-console = yes\n")
  }

  @Test func anEditHoldsAfterAReload() throws {
    try directory.write("hello-time = 5\nport = 5\n", to: "serve.conf")
    #expect(try queue.sync { try live.reload() }.map(\.text) == ["port: 1234 -> 5", "hello-time: 10s -> 5s"])
    #expect(changes.all.map { $0[.helloTime] } == [5])
    try directory.write("hello-tim = 6\n", to: "serve.conf")
    #expect(throws: SettingsError.self) { try queue.sync { try live.reload() } }
    #expect(queue.sync { live.current[.helloTime] } == 5)
    #expect(refusal(.helloTime, "7")?.contains("serve.conf:1: there is no setting \"hello-tim\"") == true)
    try directory.write("", to: "serve.conf")
    #expect(try queue.sync { try live.reload() }.count == 2)
    #expect(queue.sync { live.current[.helloTime] } == 10)
  }

  @Test func whatIsSetForTheRunLiesOverAllLayersAndIsWrittenNowhere() throws {
    #expect(try set(.messageRate, "7", keeping: .runtime).text == "message-rate: 5 -> 7")
    #expect(try set(.helloTime, "7", keeping: .runtime).text == "hello-time: 10s -> 7s")
    queue.sync { #expect(live.line(of: .messageRate).hasPrefix("message-rate: 7 (until the server stops). ")) }
    #expect(value(of: .messageRate) == 7 && access(directory.path(of: "serve.conf"), F_OK) != 0)
    // What is written ends it, be it by the operator or by an editor.
    #expect(try set(.helloTime, "8").text == "hello-time: 7s -> 8s")
    queue.sync { #expect(live.line(of: .helloTime).contains("(\(directory.path)/serve.conf)")) }
    _ = try set(.helloTime, "9", keeping: .runtime)
    _ = try queue.sync { try live.reload() }
    #expect(value(of: .helloTime) == 9)
    try directory.write("hello-time = 6\n", to: "serve.conf")
    #expect(try queue.sync { try live.reload() }.map(\.text) == ["hello-time: 9s -> 6s"])
    #expect(value(of: .helloTime) == 6 && value(of: .messageRate) == 7)
    #expect(throws: AdminError.self) { try set(.port, "7", keeping: .runtime) }
  }

  @Test func whatIsNotConfirmedGoesBack() throws {
    _ = try set(.helloTime, "8")
    _ = try set(.helloTime, "9", keeping: .runtime)
    _ = try set(.helloTime, "3", keeping: .unlessConfirmed(seconds: 60))
    // A second trial goes back to where the first would have gone.
    _ = try set(.helloTime, "4", keeping: .unlessConfirmed(seconds: 0.01))
    try changes.wait(count: 5)
    #expect(changes.all.map { $0[.helloTime] } == [8, 9, 3, 4, 9])
    #expect(try queue.sync { try live.confirm() }.isEmpty)
    #expect(try directory.text(of: "serve.conf") == "hello-time = 8s\n")
    // It will be written, and so has to be what can be.
    #expect(throws: AdminError.self) { try set(.messageRate, "7", keeping: .unlessConfirmed(seconds: 60)) }
  }

  @Test func whatGoesBackIsTold() throws {
    let told = Collector<String>()
    queue.sync { live.onReturn = { told.add($0.text) } }
    _ = try set(.helloTime, "3", keeping: .unlessConfirmed(seconds: 0.01))
    try told.wait(count: 1)
    #expect(told.all == ["hello-time: 3s -> 10s"])
  }

  /// What goes back may be what another value depends on.
  @Test func whatIsWrittenHasToHoldWithoutWhatIsOnTrial() throws {
    _ = try set(.key, "/tmp/new.key", keeping: .unlessConfirmed(seconds: 600))
    let looked = Collector<String?>()
    _ = try queue.sync {
      try live.set(.cert, to: "/tmp/new.crt", keeping: .saved) { looked.add($0.word(of: .key)) }
    }
    #expect(looked.all == ["/tmp/new.key", nil])
  }

  @Test func whatIsNotOnesOwnToConfirmStaysOnTrial() throws {
    _ = try set(.key, "/tmp/new.key", keeping: .unlessConfirmed(seconds: 600))
    _ = try set(.helloTime, "3", keeping: .unlessConfirmed(seconds: 600))
    #expect(try queue.sync { try live.confirm { !$0.isForOwner } }.map(\.text) == ["hello-time: 10s -> 3s"])
    #expect(try directory.text(of: "serve.conf") == "hello-time = 3s\n")
    #expect(queue.sync { live.onTrial } == [.key])
    queue.sync {
      #expect(live.line(of: .key).hasPrefix("key: /tmp/new.key (on trial, goes back unless confirmed). "))
    }
    #expect(try queue.sync { try live.confirm() }.map(\.text) == ["key: own -> /tmp/new.key"])
  }

  @Test func whatTheSystemSaysEndsAsASentence() {
    let full = FileError(.write, "/a", code: ENOSPC)
    #expect("\(SettingsError.file(full))" == "\(full).")
    #expect(ParameterFile.Failure.file(full).description == "\(full).")
  }

  @Test func whatIsConfirmedIsWritten() throws {
    _ = try set(.helloTime, "3", keeping: .unlessConfirmed(seconds: 600))
    _ = try set(.maxFileSize, "1K", keeping: .unlessConfirmed(seconds: 600))
    #expect(access(directory.path(of: "serve.conf"), F_OK) != 0)
    #expect(
      try queue.sync { try live.confirm() }.map(\.text) == ["max-file-size: 1G -> 1K", "hello-time: 10s -> 3s"])
    #expect(try directory.text(of: "serve.conf") == "max-file-size = 1K\nhello-time = 3s\n")
    #expect(try queue.sync { try live.confirm() }.isEmpty)
    #expect(value(of: .helloTime) == 3)
    // What somebody has written since is not taken back.
    _ = try set(.helloTime, "4", keeping: .unlessConfirmed(seconds: 600))
    try directory.write("hello-time = 6\n", to: "serve.conf")
    _ = try queue.sync { try live.reload() }
    #expect(try queue.sync { try live.confirm() }.isEmpty)
    #expect(value(of: .helloTime) == 6)
  }

  @Test func whatWasEditedMeanwhileIsNotTakenBack() throws {
    try directory.write("hello-time = 5\n", to: "serve.conf")
    _ = try set(.maxFileSize, "1K")
    #expect(changes.all.map { $0[.helloTime] } == [5])
    #expect(try directory.text(of: "serve.conf") == "hello-time = 5\nmax-file-size = 1K\n")
  }
}
