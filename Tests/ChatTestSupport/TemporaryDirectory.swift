import Glibc

/// A directory of a test's own, deleted with everything in it when it is let go.
public final class TemporaryDirectory: Sendable {
  /// Where it is.
  public let path: String

  /// Makes it below the system's directory for such things.
  public init() {
    var template = Array("/tmp/chatctl-test-XXXXXX".utf8CString)
    guard template.withUnsafeMutableBufferPointer({ mkdtemp($0.baseAddress) }) != nil else {
      preconditionFailure("no temporary directory: errno \(errno)")
    }
    path = template.withUnsafeBufferPointer { String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) }
  }

  /// The path of `name` in it.
  public func path(of name: String) -> String {
    "\(path)/\(name)"
  }

  deinit {
    let remove: @convention(c) (UnsafePointer<CChar>?, UnsafePointer<stat>?, Int32, UnsafeMutablePointer<FTW>?) -> Int32 =
      { path, _, _, _ in
        if let path { Glibc.remove(path) }
        return 0
      }
    nftw(path, remove, 16, Int32(FTW_DEPTH.rawValue | FTW_PHYS.rawValue))
  }
}
