/// One operator's side of the conversation with the server, the same behind every face: the command line, a script, the
/// console of `admin` and that of `serve`. Some commands ask a question; the next line is its answer.
public struct AdminDialogue: Sendable {
  /// What follows from a line.
  public enum Step: Equatable, Sendable {
    /// Carry this out and answer.
    case perform(AdminCommand)
    /// Look whom this would concern, and call `looked`.
    case look(AdminCommand)
    /// Ask this; the next line is the answer. It is not echoed when it is secret.
    case ask(String, isSecret: Bool)
    /// It can't be carried out.
    case refuse(AdminError)
  }

  private enum Question: Equatable, Sendable {
    case value(Parameter)
    case password(user: String, isNew: Bool)
    case passwordAgain(user: String, isNew: Bool, password: String)
    case confirmation(AdminCommand)
  }

  /// Whether somebody is there to answer before something is destroyed.
  private let isInteractive: Bool
  private var question: Question?

  /// A dialogue that waits for its first line.
  public init(isInteractive: Bool) {
    self.isInteractive = isInteractive
  }

  /// Whether the next line answers a question.
  public var isAsking: Bool {
    question != nil
  }

  /// Takes a line.
  public mutating func take(_ line: String) -> Step {
    if let question {
      self.question = nil
      return answer(question, with: line)
    }
    do throws(VerbError) {
      return meaning(of: try AdminVerbs.table.parse(line))
    } catch {
      return .refuse(AdminError(error))
    }
  }

  private mutating func meaning(of meaning: AdminVerbs.Meaning) -> Step {
    switch meaning {
    case .command(let command):
      return .perform(command)
    case .askValue(let parameter):
      question = .value(parameter)
      return .ask(Self.question(about: parameter), isSecret: false)
    case .askPassword(let user, let isNew):
      question = .password(user: user, isNew: isNew)
      return .ask("Please enter the new password of \"\(user)\":", isSecret: true)
    case .askConfirmation(let command, let isConfirmed):
      return isConfirmed ? .perform(command) : .look(command)
    }
  }

  /// What follows when it is known whom `command` would concern; nil where that is nobody.
  public mutating func looked(_ command: AdminCommand, _ concern: AdminConcern?) -> Step {
    guard let concern else { return .perform(command) }
    guard isInteractive else { return concern.needsYes ? .refuse(.needsYes(concern.fact)) : .perform(command) }
    question = .confirmation(command)
    return .ask("\(concern.fact) \(concern.question) Enter \"yes\" or \"no\":", isSecret: false)
  }

  private mutating func answer(_ question: Question, with line: String) -> Step {
    switch question {
    case .value(let parameter):
      let key = AdminKey.parameter(parameter)
      let value = key.value(typed: line.split { $0 == " " || $0 == "\t" }.joined(separator: " "))
      let command = AdminCommand.set(key, value: value, keeping: .saved, .original)
      return parameter == .timeOut ? .look(command) : .perform(command)
    case .password(let user, let isNew):
      // A person types blindly; a script knows what it writes. What is no password is refused without a second question.
      guard isInteractive, Password.allows(line) else { return Self.step(user, isNew, line) }
      self.question = .passwordAgain(user: user, isNew: isNew, password: line)
      return .ask("Please re-enter the new password of \"\(user)\":", isSecret: true)
    case .passwordAgain(let user, let isNew, let password):
      return line == password ? Self.step(user, isNew, line) : .refuse(.passwordsDiffer)
    case .confirmation(let command):
      return line == "yes" ? .perform(command) : .refuse(.declined)
    }
  }

  private static func step(_ user: String, _ isNew: Bool, _ password: String) -> Step {
    .perform(isNew ? .adduser(user, password: password) : .passwd(user, password: password))
  }

  private static func question(about parameter: Parameter) -> String {
    let format =
      parameter == .maxCon ? "in int format" : "in float format and it will represent how many seconds"
    return "[admin]Please enter your new \(parameter.rawValue) parameter: (\(format))"
  }
}

/// What a person should know before a command is carried out.
public struct AdminConcern: Hashable, Sendable {
  /// What it would do, in a sentence.
  public let fact: String
  /// Whether that is meant, without the answers.
  public let question: String
  /// Whether it takes a yes where nobody is there to be asked, too.
  public let needsYes: Bool

  /// A concern of these parts.
  public init(_ fact: String, _ question: String, needsYes: Bool = false) {
    self.fact = fact
    self.question = question
    self.needsYes = needsYes
  }
}
