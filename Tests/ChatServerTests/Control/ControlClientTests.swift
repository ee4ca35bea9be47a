import ChatStore
import ChatTestSupport
import Glibc
import Testing

@testable import ChatServer

/// Who may listen on a control socket, and what happens to those who wait for an answer.
@Suite struct ControlClientTests {
  let directory: TemporaryDirectory
  let data: DataDirectory

  init() throws {
    directory = try TemporaryDirectory()
    data = DataDirectory(path: directory.path)
  }

  private func failure(_ body: () throws -> Void) -> ControlClient.Failure? {
    do {
      try body()
      return nil
    } catch {
      return error as? ControlClient.Failure
    }
  }

  @Test func whoDoesNotHaveTheDirectoryIsToldNothing() throws {
    let listener = try FakeListener(at: data.controlSocket)
    try directory.write("12 1234\n", to: "lock")
    let failure = failure { _ = try ControlClient(data) }
    guard case .stranger(_, let peer) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(peer?.pid == getpid())
    #expect(failure?.exitCode == EX_UNAVAILABLE)
    #expect(failure?.description.contains("the process with id \(getpid()) of user \(geteuid()) listens on") == true)
    #expect(listener.take().isEmpty)
  }

  @Test func whoDoesNotAnswerIsGivenUp() throws {
    let lock = try DirectoryLock(data)
    let listener = try FakeListener(at: data.controlSocket)
    let client = try ControlClient(data, patience: 0.05)
    try client.send(ControlRequest(line: "get", json: false, interactive: false))
    #expect(listener.take().contains("\"get\""))
    let failure = failure { _ = try client.receive() }
    guard case .silent = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.exitCode == EX_TEMPFAIL)
    #expect(failure?.description.contains("it may still do what was asked for") == true)
    withExtendedLifetime(lock) {}
  }

  @Test(arguments: ["220 mail.example.org ESMTP\r\n", "{\"code\":true}\n", "\u{0}\u{1}\n"])
  func whoSpeaksAnotherLanguageIsNamed(answer: String) throws {
    let lock = try DirectoryLock(data)
    let listener = try FakeListener(at: data.controlSocket, answering: answer)
    let client = try ControlClient(data)
    try client.send(ControlRequest(line: "get", json: false, interactive: false))
    _ = listener.take()
    let failure = failure { _ = try client.receive() }
    guard case .babble = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.exitCode == EX_TEMPFAIL)
    #expect(failure?.description.contains("does not speak the control protocol") == true)
    withExtendedLifetime(lock) {}
  }

  @Test func anEndBeforeTheAnswerIsAnUnknownOutcome() throws {
    let lock = try DirectoryLock(data)
    var listener: FakeListener? = try FakeListener(at: data.controlSocket)
    let client = try ControlClient(data)
    _ = listener?.take()
    try client.send(ControlRequest(line: "set MaxCon 5", json: false, interactive: false))
    listener = nil
    let failure = failure { _ = try client.receive() }
    guard case .lost = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.exitCode == EX_TEMPFAIL)
    withExtendedLifetime(lock) {}
  }
}
