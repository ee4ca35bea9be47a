/// A place to send news to before their receiver exists. Both belong to one queue.
final class Relay<News: Sendable>: @unchecked Sendable {  // The receiver's queue protects it.
  private var receiver: ((News) -> Void)?

  /// Sends all news to `receiver` from now on.
  func connect(_ receiver: @escaping (News) -> Void) {
    self.receiver = receiver
  }

  /// Passes `news` on; nobody is there to miss it before `connect`.
  func pass(_ news: News) {
    receiver?(news)
  }
}
