import ArgumentParser
import ChatServer
import Glibc

extension ChatCtl {
  /// Runs the command line. What the parser finds wrong quotes what was typed, so it passes the sanitizer like all else.
  public static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      guard code != .success else { exit(withError: error) }
      for line in fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false) where !line.isEmpty {
        Console.errors.say(String(line))
      }
      exit(withError: code)
    }
  }
}
