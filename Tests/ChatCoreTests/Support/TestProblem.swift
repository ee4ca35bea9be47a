/// Why a test can't go on.
enum TestProblem: Error {
  /// The room did not accept a transfer.
  case noTransfer
}
