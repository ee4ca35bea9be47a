import ChatCore
import Glibc

extension Server {
  /// True when standard input is to be left alone. From any queue.
  public var takesNoConsole: Bool {
    control.sync { settings.current[isOn: .noConsole] }
  }

  /// A face of the operator's commands for the standard input of `chatctl serve`: give it lines, one after the other.
  /// Once the server has started; from any queue.
  ///
  /// - Parameter send: is given the replies, on a queue of the server's.
  public func makeConsole(
    isInteractive: Bool, send: @escaping @Sendable (ControlReply) -> Void
  ) -> @Sendable (ControlRequest) -> Void {
    guard let service = control.sync(execute: { service }) else { return { _ in } }
    let face = AdminFace(
      service, person: Operator(uid: geteuid(), pid: getpid()), isInteractive: isInteractive, isElsewhere: false,
      send: send)
    return { request in
      service.queue.async { face.take(request) }
    }
  }
}
