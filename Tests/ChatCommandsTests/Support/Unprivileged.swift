import ChatTestSupport
import Glibc

/// Runs `chatctl` as somebody without special rights, whoever runs the tests.
enum Unprivileged {
  /// The number of that user, and of its group, where root runs the tests.
  static let user: uid_t = 65_534

  /// Starts it.
  ///
  /// - Parameter group: a group that the person belongs to besides.
  static func start(
    _ arguments: [String], directory: String? = nil, group: gid_t? = nil, environment: [String: String] = [:]
  ) throws -> ChildProcess {
    guard geteuid() == 0 else {
      return try ChildProcess(Executable.path, arguments, environment: environment, directory: directory)
    }
    let groups = group.map { "--groups=\($0)" } ?? "--clear-groups"
    return try ChildProcess(
      "/usr/bin/setpriv", ["--reuid=\(user)", "--regid=\(user)", groups, "--", Executable.path] + arguments,
      environment: environment, directory: directory)
  }

  /// Whether that is possible: setpriv(1) is there, and others may reach the executable.
  static let isAvailable: Bool = {
    guard let process = try? start(["--version"]) else { return false }
    return (try? process.wait()) == 0
  }()

  /// Whether the system keeps port 1 from such a person (ip(7), `ip_unprivileged_port_start`).
  static let isRefusedLowPorts: Bool = {
    let descriptor = open("/proc/sys/net/ipv4/ip_unprivileged_port_start", O_RDONLY | O_CLOEXEC)
    guard isAvailable, descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").first.flatMap {
      Int($0)
    } ?? 0 > 1
  }()
}
