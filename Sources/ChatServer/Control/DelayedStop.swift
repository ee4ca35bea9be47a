import ChatCore
import ChatSystem
import Dispatch

/// The stop that `stop --in` has put off; there is one at most.
///
/// Belongs to the server's control queue, which it asserts.
final class DelayedStop: @unchecked Sendable {  // `waiting` belongs to `queue`.
  /// Who waits for it.
  struct Waiting {
    /// Takes the lines of the server's last moments.
    let echo: @Sendable (String) -> Void
    /// Takes the answer where there will be none.
    let completion: AdminService.Completion
    fileprivate let timer: any DispatchSourceTimer
  }

  private let queue: DispatchQueue
  private let end = Locked<WallTime?>(nil)
  private var waiting: Waiting?

  init(on queue: DispatchQueue) {
    self.queue = queue
  }

  /// When the server is going to stop; nil where no stop is put off. From any queue.
  var time: WallTime? {
    end.withLock { $0 }
  }

  /// Calls `stop` in so many seconds, unless it is taken before.
  func begin(
    in seconds: Double, echo: @escaping @Sendable (String) -> Void, completion: @escaping AdminService.Completion,
    stop: @escaping @Sendable () -> Void
  ) {
    dispatchPrecondition(condition: .onQueue(queue))
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + seconds)
    timer.setEventHandler { [weak self] in
      _ = self?.take()
      stop()
    }
    waiting = Waiting(echo: echo, completion: completion, timer: timer)
    let time = SystemClock.now().wall.advanced(bySeconds: seconds)
    end.withLock { $0 = time }
    timer.activate()
  }

  /// Ends it, and gives who waits for it; nil where nobody does.
  func take() -> Waiting? {
    dispatchPrecondition(condition: .onQueue(queue))
    let taken = waiting
    waiting = nil
    taken?.timer.cancel()
    end.withLock { $0 = nil }
    return taken
  }
}

extension AdminService {
  /// `stop`: at once, or in a while, in the place of an earlier one.
  func stopServer(
    after delay: Double, restarts: Bool, echo: @escaping @Sendable (String) -> Void, completion: @escaping Completion
  ) {
    // Who waits for an earlier one is told the last lines of this one.
    guard delay > 0 else { return stop(restarts, echo) }
    if let earlier = delayedStop.take() {
      earlier.completion(Self.calledOff("Another stop has taken the place of this one."))
    }
    let text = Self.sentence(delay)
    announce(text)
    echo(text)
    delayedStop.begin(in: delay, echo: echo, completion: completion) { [stop] in stop(restarts, echo) }
  }

  /// `stop --cancel`.
  func cancelStop(completion: @escaping Completion) {
    guard let waiting = delayedStop.take() else { return completion(.failure(.noStopToCancel)) }
    announce("The server is not going to stop: it goes on.")
    waiting.completion(Self.calledOff("The stop was called off; the server goes on."))
    completion(.success(AdminAnswer("The stop is called off, and everybody online was told.")))
  }

  /// What is said when a stop is put off.
  static func sentence(_ delay: Double) -> String {
    "The server is going to stop in \(Parameters.text(ofSeconds: delay)) seconds."
  }

  /// The answer to a stop that does not come.
  private static func calledOff(_ text: String) -> Result<AdminAnswer, AdminError> {
    .success(AdminAnswer([text], .object([("done", .bool(false)), ("text", .string(text))])))
  }

  private func announce(_ text: String) {
    change({ _ in }, "") { room, turn in
      room.announce(text, turn: &turn)
      return []
    }
  }
}
