import ArgumentParser
import ChatCore
import ChatServer
import ChatSystem
import Glibc

/// A command that did not do what it was asked for: one sentence for the person, and an exit code after sysexits(3).
struct Failure: Error, Hashable {
  /// The sentence, with the next step; nil when the person has read it already.
  let message: String?
  /// What the shell gets.
  let code: Int32

  /// A sentence of these parts.
  init(message: String? = nil, code: Int32) {
    self.message = message
    self.code = code
  }

  /// A server that can't be spoken to.
  init(_ failure: ControlClient.Failure) {
    self.init(message: failure.description, code: failure.exitCode)
  }

  /// A server that went away before it had answered `line`, a command.
  ///
  /// Of one that changes something nobody knows whether it has; one that only looks has lost nothing.
  init(lostDuring line: String) {
    guard !AdminVerbs.mayChange(line) else {
      self.init(.lost)
      return
    }
    self.init(
      message: "the server went away before it had answered. Look at \"chatctl log tail\" for why.",
      code: EX_UNAVAILABLE)
  }

  /// A file that could not be used.
  init(_ error: FileError) {
    self.init(message: "\(error)", code: error.exitCode)
  }

  /// Prints the sentence to standard error and gives the parser the code to end with.
  var reported: ExitCode {
    if let message {
      Console.errors.say("chatctl: \(message)")
    }
    return ExitCode(code)
  }
}
