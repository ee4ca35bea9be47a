import ChatCore

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
