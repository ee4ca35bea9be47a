import ChatTestSupport
import Glibc
import Testing

/// What can't be done is told in one sentence on standard error, with the exit codes of sysexits(3).
@Suite(.waiting) struct ExitCodeTests {
  /// Runs a command that fails at once, and gives what it wrote to standard error and its code.
  private func run(_ arguments: String..., unprivileged: Bool = false) throws -> (errors: String, code: Int32) {
    let process = try unprivileged ? Unprivileged.start(arguments) : ChildProcess(Executable.path, arguments)
    let code = try process.wait()
    #expect(process.output.isEmpty)
    return (process.errors, code)
  }

  @Test(arguments: [["serve", "70000"], ["serve", "abc"], ["connect", "localhost", "0"], ["dance"]])
  func aCommandLineThatMeansNothingIs64(_ arguments: [String]) throws {
    let process = try ChildProcess(Executable.path, arguments)
    #expect(try process.wait() == 64)
    #expect(process.errors.hasPrefix("Error: "))
  }

  @Test func aPortInUseIs69() throws {
    let server = try ServerProcess()
    let data = try TemporaryDirectory()
    let (errors, code) = try run("serve", "\(server.port)", "--listen", "127.0.0.1", "--data", data.path)
    #expect(code == 69)
    #expect(
      errors
        == "chatctl: cannot listen on 127.0.0.1:\(server.port): the port is in use; stop the program that uses it or "
        + "choose another port, as in \"chatctl serve 2345\"\n")
  }

  @Test(.enabled(if: Unprivileged.isRefusedLowPorts, "port 1 is open to everybody here, or nobody else can be run"))
  func aPortThatIsNotAllowedIs77() throws {
    let data = try TemporaryDirectory()
    chmod(data.path, 0o777)
    let room = data.path(of: "room")
    let (errors, code) = try run("serve", "1", "--listen", "127.0.0.1", "--data", room, unprivileged: true)
    #expect(code == 77)
    #expect(
      errors
        == "chatctl: cannot listen on 127.0.0.1:1: not permitted; choose a port above 1023 or ask for the right to "
        + "use this one\n")
  }

  @Test(.enabled(if: Unprivileged.isAvailable, "nobody else can be run here"))
  func aDirectoryThatIsNotOursIs77() throws {
    let data = try TemporaryDirectory()
    chmod(data.path, 0o500)
    let path = data.path(of: "room")
    let (errors, code) = try run("serve", "0", "--listen", "127.0.0.1", "--data", path, unprivileged: true)
    #expect(code == 77)
    #expect(errors.hasPrefix("chatctl: ") && errors.contains(path) && errors.split(separator: "\n").count == 1)
  }

  @Test(.enabled(if: geteuid() == 0 && Unprivileged.isAvailable, "nobody else can be run here"))
  func aDirectoryOfSomebodyElseThatIsOpenToAllIs77() throws {
    let data = try TemporaryDirectory()
    chmod(data.path, 0o777)
    let (errors, code) = try run("serve", "0", "--listen", "127.0.0.1", "--data", data.path, unprivileged: true)
    #expect(code == 77)
    #expect(errors.hasPrefix("chatctl: the data directory \(data.path) belongs to another user (user id 0), who"))
    #expect(try data.names().isEmpty)
  }

  @Test func anAddressOfAnotherMachineIs69AndNoAddressIs64() throws {
    let data = try TemporaryDirectory()
    let other = try run("serve", "0", "--listen", "192.0.2.1", "--data", data.path)
    #expect(other.code == 69)
    #expect(other.errors.contains("this machine does not have that address; choose one of its own"))
    let none = try run("serve", "0", "--listen", "somewhere", "--data", data.path)
    #expect(none.code == 64)
    #expect(none.errors.contains("\"somewhere\" is no address of a network interface"))
  }

  @Test func aDirectoryInUseIs69() throws {
    let server = try ServerProcess()
    let (errors, code) = try run("serve", "0", "--listen", "127.0.0.1", "--data", server.data.path)
    #expect(code == 69)
    #expect(errors.contains(server.data.path) && errors.contains("\(server.process.pid)"))
    #expect(errors.split(separator: "\n").count == 1)
    let importing = try run("backup", "import", Samples.path, "--data", server.data.path)
    #expect(importing.code == 69)
  }

  @Test func badDataIs65() throws {
    let data = try TemporaryDirectory()
    try data.write("MaxCon 5\nTIME_OUT soon\n", to: "para.txt")
    let parameters = try run("serve", "0", "--listen", "127.0.0.1", "--data", data.path)
    #expect(parameters.code == 65)
    #expect(parameters.errors.contains("para.txt:2: "))

    let other = try TemporaryDirectory()
    try other.write("this is no store", to: "chat.sqlite")
    let store = try run("serve", "0", "--listen", "127.0.0.1", "--data", other.path)
    #expect(store.code == 65)
    #expect(store.errors.contains("\(other.path)/chat.sqlite"))
    #expect(try other.text(of: "chat.sqlite") == "this is no store")
  }

  @Test func aFileInPlaceOfTheDirectoryIs74() throws {
    let data = try TemporaryDirectory()
    try data.write("", to: "room")
    let (errors, code) = try run("serve", "0", "--listen", "127.0.0.1", "--data", data.path(of: "room"))
    #expect(code == 74)
    #expect(errors.hasPrefix("chatctl: ") && errors.contains(data.path(of: "room")))
  }

  @Test func aServerThatIsNotThereIs69() throws {
    let socket = try IdlePort()
    let refused = try run("connect", "127.0.0.1", "\(socket.port)")
    #expect(refused.code == 69)
    #expect(
      refused.errors
        == "chatctl: cannot reach 127.0.0.1:\(socket.port): nobody listens there; check the address, the port "
        + "and that the server runs\n")
    let unknown = try run("connect", "no-such-host.invalid", "1234")
    #expect(unknown.code == 69)
    #expect(unknown.errors.hasPrefix("chatctl: ") && unknown.errors.contains("no-such-host.invalid"))
    #expect(unknown.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ([], "what listens there does not speak TLS"),
    (["--plaintext"], "Please check that a chatctl server listens at that port!\n"),
  ])
  func aServerOfAnotherKindIs69(options: [String], says: String) throws {
    let socket = try IdlePort()
    let client = try ChildProcess(Executable.path, ["connect", "127.0.0.1", "\(try socket.listen())"] + options)
    try socket.answer("HTTP/1.1 400 Bad Request\r\n\r\n")
    #expect(try client.wait() == 69)
    #expect((client.output + client.errors).contains(says))
  }
}
