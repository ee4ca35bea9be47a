import ArgumentParser
import ChatCore
import ChatNet
import ChatServer
import ChatSystem
import Glibc

extension ChatCtl {
  /// Runs the command line. What the parser finds wrong quotes what was typed, so it passes the sanitizer like all else.
  public static func main() {
    // To build the parser's tree takes longer than all that is asked for here.
    if CommandLine.arguments.dropFirst().elementsEqual(["--version"]) {
      tell(configuration.version, isFailure: false)
      end(with: .success)
    }
    if let line = adminLine(of: Array(CommandLine.arguments.dropFirst())) {
      Console.errors.say("chatctl: there is no such subcommand. Did you mean \"\(line)\"?")
      end(with: .validationFailure)
    }
    CryptoLibrary.stayUntilTheEnd()
    var code = ArgumentParser.ExitCode.success
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      code = exitCode(for: error)
      tell(fullMessage(for: error), isFailure: code != .success)
    }
    end(with: code)
  }

  /// What was meant where a command of the operator stands in a subcommand's place.
  static func adminLine(of arguments: [String]) -> String? {
    // "help" is the parser's own.
    guard let word = arguments.first, word != "help", AdminVerbs.table.words.contains(word) else { return nil }
    return (["chatctl", "admin"] + arguments.map(\.shellWord)).joined(separator: " ")
  }

  private static func tell(_ message: String, isFailure: Bool) {
    guard isFailure else {
      // Help, the version, a script of completions: the parser has it as a message too.
      if !message.isEmpty {
        StandardOutput.write(CompletionScript.mended(message) + "\n")
      }
      return
    }
    for line in message.split(separator: "\n", omittingEmptySubsequences: false) where !line.isEmpty {
      Console.errors.say(String(line))
    }
  }

  /// Ends the process. Who has lost output must not take what there is for all of it: that is told, and is a failure
  /// even where all else went well.
  private static func end(with code: ArgumentParser.ExitCode) -> Never {
    guard let failure = StandardOutput.failure else { Glibc.exit(code.rawValue) }
    Console.errors.say("chatctl: \(failure); what was to be shown is not complete.")
    Glibc.exit(code == .success ? EX_IOERR : code.rawValue)
  }
}
