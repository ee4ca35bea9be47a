import Glibc

/// System calls wrapped once: interrupted ones are tried again, and errno is caught before anything can change it.
public enum SystemCall {
  /// The result of a call: what it gave, or its errno.
  @frozen
  public enum Outcome<Value> {
    /// Its result, which is not negative.
    case value(Value)
    /// Its errno.
    case failure(Int32)
  }

  /// Runs `call` until no signal interrupts it (EINTR). A negative result is a failure.
  @inlinable
  public static func run<Value: SignedInteger>(_ call: () -> Value) -> Outcome<Value> {
    while true {
      let value = call()
      if value >= 0 { return .value(value) }
      let code = errno
      if code != EINTR { return .failure(code) }
    }
  }
}
