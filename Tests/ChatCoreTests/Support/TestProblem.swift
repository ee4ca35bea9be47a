/// Why a test can't go on.
enum TestProblem: Error {
  /// The room did not accept a transfer.
  case noTransfer
  /// The answer was of another kind.
  case otherReply
  /// The room gave no token.
  case noToken
}
