import Glibc

/// A small file system of a test's own, to be filled up. It takes root to mount one.
public final class SmallDisk {
  /// Where it is mounted.
  public let directory: TemporaryDirectory

  private var ballast: Int32 = -1

  /// Whether this process may mount one.
  public static let isAllowed: Bool = (try? SmallDisk(megabytes: 1)) != nil

  /// A tmpfs(5) of that size.
  public init(megabytes: Int) throws {
    directory = try TemporaryDirectory()
    let code = try Self.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", directory.path])
    guard code == 0 else { throw ChildProcess.Mismatch(description: "no tmpfs could be mounted") }
  }

  deinit {
    if ballast >= 0 {
      close(ballast)
    }
    // Lazily: a server that was killed may still be dying.
    _ = try? Self.run("/bin/umount", ["-l", directory.path])
  }

  /// Leaves no byte free.
  public func fill() throws {
    let name = directory.path(of: "ballast")
    if ballast < 0 {
      ballast = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND, 0o600)
    }
    guard ballast >= 0 else { throw ChildProcess.Mismatch(description: "no ballast: errno \(errno)") }
    var piece = [UInt8](repeating: 0, count: 65_536)
    while !piece.isEmpty {
      if write(ballast, piece, piece.count) < piece.count {
        piece.removeLast((piece.count + 1) / 2)
      }
    }
  }

  /// Takes the ballast away.
  public func makeRoom() {
    unlink(directory.path(of: "ballast"))
    if ballast >= 0 {
      close(ballast)
      ballast = -1
    }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    try ChildProcess(program, arguments).wait()
  }
}
