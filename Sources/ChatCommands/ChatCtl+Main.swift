import ArgumentParser
import ChatNet
import ChatServer
import Glibc

extension ChatCtl {
  /// Runs the command line. What the parser finds wrong quotes what was typed, so it passes the sanitizer like all else.
  public static func main() {
    CryptoLibrary.stayUntilTheEnd()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      guard code != .success else {
        // Help, the version, a script of completions: the parser has it as a message too.
        let message = fullMessage(for: error)
        if !message.isEmpty {
          print(CompletionScript.mended(message))
        }
        Glibc.exit(code.rawValue)
      }
      for line in fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false) where !line.isEmpty {
        Console.errors.say(String(line))
      }
      exit(withError: code)
    }
  }
}
