import ChatSystem

extension SystemCall {
  /// Runs `call` as `run` does and throws its errno as an error of `operation` on `context`.
  @discardableResult
  static func check<Value: SignedInteger>(
    _ operation: NetError.Operation, _ context: @autoclosure () -> String = "", _ call: () -> Value
  ) throws(NetError) -> Value {
    switch run(call) {
    case .value(let value): return value
    case .failure(let code): throw NetError(operation, code: code, context: context())
    }
  }
}
