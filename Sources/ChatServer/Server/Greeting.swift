import ChatCore
import ChatNet
import ChatStore

/// The first lines of `chatctl serve`: the original's two, and how others join. At a first start also what was made, and
/// what to type from here on.
struct Greeting: Sendable {
  /// Where the server listens.
  let address: SocketAddress
  /// The fingerprint of its key; nil where connections are not encrypted.
  let fingerprint: String?
  /// The data directory.
  let directory: DataDirectory
  /// The machine's name, where others may know it.
  let machineName: String?
  /// The machine's address, where it has one that others reach.
  let machineAddress: String?
  /// How commands are typed on this machine.
  let words: CommandWords
  /// The setting that says who may register.
  let registration: Registration
  /// True when no server has started here before.
  let isFirst: Bool
  /// True when a person at standard input steers the server from there.
  let isInteractive: Bool

  /// The lines, in order: at most ten.
  var lines: [String] {
    let start = [
      "Server is running now...",
      "Server is listening for connections now... \(address)",
      "The data directory is \(directory.path)",
    ]
    guard isFirst else { return start + invitation }
    return start + [contents, ownWay] + invitation + [newMembers, end]
  }

  /// The sentence about what was made.
  private var contents: String {
    let key = fingerprint == nil ? "" : ", tls (its key)"
    return "In it are now chat.sqlite (the room), para.txt (its parameters)\(key)"
  }

  /// How whoever started it comes in.
  private var ownWay: String {
    let host = !address.isUnspecified ? address.host : address.family == .ipv4 ? "127.0.0.1" : "::1"
    let place = isInteractive ? " in another terminal" : ""
    let next = registration == .closed ? "" : ", then type register"
    return "Join\(place)\(next): \(words.connect(host, address.port))\(plaintext)"
  }

  /// A line about the next one, which is sent to others as it is.
  private var invitation: [String] {
    let host: String
    var others = "Others"
    var alternative = ""
    if !address.isUnspecified {
      host = address.host
      if address.isLoopback { others = "Others on this machine" }
    } else if let name = machineName {
      host = name
      // A name without a domain is known to few.
      if !name.contains("."), let other = machineAddress {
        alternative = ", or with \(other) for \(name)"
      }
    } else {
      host = machineAddress ?? "HOST"
    }
    let key = fingerprint.map { " --fingerprint \($0)" } ?? plaintext
    let join = fingerprint == nil ? "join, not encrypted," : "join"
    return [
      "\(others) \(join) with this line\(alternative):", "\(CommandWords().connect(host, address.port))\(key)",
    ]
  }

  private var plaintext: String {
    fingerprint == nil ? " --plaintext" : ""
  }

  /// How who may register is changed where everybody may, and how people come in where not.
  private var newMembers: String {
    switch registration {
    case .open: "To close registration (or invited): \(words.admin("set registration closed"))"
    case .invited: "To make a code to register with: \(words.admin("invite NAME"))"
    case .closed: "To make an account: \(words.admin("adduser NAME"))"
    }
  }

  private var end: String {
    let stop = words.admin("stop")
    return isInteractive ? "To stop: Ctrl+C, or type stop; elsewhere \(stop)" : "To stop: \(stop)"
  }
}

/// How the commands of `chatctl` are typed on the server's machine, so that they find the program and this server.
public struct CommandWords: Hashable, Sendable {
  private let program: String
  private let operatorProgram: String
  private let option: String

  /// The words where `chatctl` is found by its name, and the server without any option.
  public init() {
    program = "chatctl"
    operatorProgram = program
    option = ""
  }

  /// The words for the server of `layers`, which was started as `name`.
  ///
  /// - Parameter environment: the server's. Its `CHATCTL_DATA` is not that of other terminals.
  public init(startedAs name: String, on layers: SettingLayers, environment: [String: String]) {
    let path = environment["PATH"] ?? ""
    let isFound = path.split(separator: ":").contains { "\($0)/chatctl" == name }
    program = isFound || !name.contains("/") ? "chatctl" : name.shellWord
    var environment = environment
    environment["CHATCTL_DATA"] = nil
    let usual = try? SettingLayers.locating(environment: environment).directory
    option = usual == layers.directory ? "" : " --data \(layers.directory.path.shellWord)"
    // The machine's room is steered by root and by the service's group.
    operatorProgram = layers.layer(of: .data) == .machine ? "sudo \(program)" : program
  }

  /// `chatctl connect 127.0.0.1 1234`
  func connect(_ host: String, _ port: UInt16) -> String {
    "\(program) connect \(host) \(port)"
  }

  /// `chatctl admin stop --data room`
  func admin(_ command: String) -> String {
    "\(operatorProgram) admin \(command)\(option)"
  }
}
