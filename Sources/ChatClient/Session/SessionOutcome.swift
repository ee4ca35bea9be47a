import ChatNet
import ChatSystem
import ChatTerminal
import Dispatch

/// Where a session leaves its end for the thread that waits for it.
final class SessionOutcome: Sendable {
  private struct State {
    var code = ExitCode.done
    var session: (any AnyObject & Sendable)?
  }

  private let state = Locked(State())

  /// Runs a session on a queue of its own and returns when it has ended. On the main thread, once.
  ///
  /// - Parameter start: makes and starts the session, on the queue; what it is given takes the end.
  /// - Returns: the code that the process is to end with.
  static func of(
    _ start:
      @escaping @Sendable (DispatchQueue, @escaping @Sendable (ExitCode) -> Void) throws(NetError)
      -> any AnyObject & Sendable
  ) -> ExitCode {
    SignalWatcher.ignoreBrokenPipes()
    let queue = DispatchQueue(label: "chatctl.client")
    let end = DispatchSemaphore(value: 0)
    let outcome = SessionOutcome()
    queue.async {
      do throws(NetError) {
        let session = try start(queue) {
          outcome.set($0)
          end.signal()
        }
        outcome.keep(session)
      } catch {
        TerminalOutput.complain(error.description)
        outcome.set(.unreachable)
        end.signal()
      }
    }
    end.wait()
    return outcome.code
  }

  /// The code that was set.
  private var code: ExitCode {
    state.withLock(\.code)
  }

  /// Notes how the session ended.
  private func set(_ code: ExitCode) {
    state.withLock { $0.code = code }
  }

  /// Holds the session while it runs.
  private func keep(_ session: any AnyObject & Sendable) {
    state.withLock { $0.session = session }
  }
}
