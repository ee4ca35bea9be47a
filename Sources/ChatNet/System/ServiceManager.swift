import ChatSystem
import Glibc

/// The service manager (systemd) that started this process, told how it is over its socket: sd_notify(3), without its
/// library. Nobody waits for it: what it can't be told is lost.
public struct ServiceManager: Sendable {
  /// A state that it is told.
  public enum State: Sendable {
    /// Everything is there for clients; with a line for `systemctl status`.
    case ready(status: String)
    /// The end has begun; with a line for `systemctl status`.
    case stopping(status: String)
    /// Still at work; expected every ``watchdogInterval``.
    case alive

    var message: String {
      switch self {
      case .ready(let status): "READY=1\nSTATUS=\(status)"
      case .stopping(let status): "STOPPING=1\nSTATUS=\(status)"
      case .alive: "WATCHDOG=1"
      }
    }
  }

  /// How often it wants a sign of life, in seconds: half of what it waits (sd_watchdog_enabled(3)); nil when it wants
  /// none.
  public let watchdogInterval: Double?

  private let path: String

  /// The manager that `variables`, the environment, speak of; nil when there is none.
  public init?(_ variables: [String: String], processID: Int32 = getpid()) {
    guard let path = variables["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@"), path.utf8.count > 1 else {
      return nil
    }
    self.path = path
    let isMeant = variables["WATCHDOG_PID"].map { $0 == String(processID) } ?? true
    watchdogInterval = variables["WATCHDOG_USEC"].flatMap(Double.init).flatMap { microseconds in
      isMeant && microseconds > 0 ? microseconds / 2_000_000 : nil
    }
  }

  /// Tells it. From any queue; never blocks.
  public func tell(_ state: State) {
    let kind = Int32(bitPattern: SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = try? withUnixSocketAddress(path) { address, length in
      let message = Array(state.message.utf8)
      return Int32(sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), address, length))
    }
  }
}
