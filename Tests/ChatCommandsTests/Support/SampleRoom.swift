import ChatTestSupport

/// A server on the nine users of the samples directory, which it imports at its first start.
struct SampleRoom {
  /// The server.
  let server: ServerProcess

  /// Starts it.
  ///
  /// - Parameter parameters: what para.txt says instead of the samples' values.
  init(parameters: [String: String] = [:], options: [String] = []) throws {
    let data = try TemporaryDirectory()
    try Samples.copy(into: data, parameters: parameters)
    server = try ServerProcess(data: data, options: options)
  }

  /// Logs one of the nine in, and comes back when the prompt is there.
  func member(_ name: String, directory: String? = nil) throws -> ChildProcess {
    try Self.member(name, of: server, directory: directory)
  }

  /// Logs one of the nine in at `server`, and comes back when the prompt is there.
  static func member(_ name: String, of server: ServerProcess, directory: String? = nil) throws -> ChildProcess {
    let client = try server.client(directory: directory)
    client.write("\(name)\n\(try Samples.password(of: name))\n")
    try client.expect("Welcome to the Chatting room user \"\(name)\"! Now you have successfully logged in!\n")
    try client.expect("\(name)> \n")
    return client
  }
}
