import Glibc

/// System calls wrapped once: interrupted ones are tried again, and errno is caught before anything can change it.
enum SystemCall {
  /// The result of a call: what it gave, or its errno.
  enum Outcome<Value> {
    case value(Value)
    case failure(Int32)
  }

  /// Runs `call` until no signal interrupts it (EINTR). A negative result is a failure.
  @inline(__always)
  static func run<Value: SignedInteger>(_ call: () -> Value) -> Outcome<Value> {
    while true {
      let value = call()
      if value >= 0 { return .value(value) }
      let code = errno
      if code != EINTR { return .failure(code) }
    }
  }

  /// Runs `call` as ``run(_:)`` does and throws its errno as an error of `operation` on `context`.
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
