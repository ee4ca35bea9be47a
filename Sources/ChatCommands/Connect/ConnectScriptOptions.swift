import ArgumentParser
import ChatClient
import ChatCore

/// What is done where no person types.
struct ConnectScriptOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Send each line of standard input to this person; repeat it for more people.",
      discussion: """
        Empty lines are left out; a line of more than \(ChatMessage.maximumBodyBytes) bytes becomes several messages.
        """, valueName: "user"))
  var to: [String] = []

  @Flag(help: "Send each line of standard input to everybody.")
  var broadcast = false

  @Flag(
    help: "Make one message of all lines, cut into several at the end of a line where it is too long for one.")
  var whole = false

  @Flag(help: "Wait until those people have been shown everything, not only until it is stored.")
  var waitDelivered = false

  @Option(
    help: ArgumentHelp(
      "Wait for a message with a line that matches, after everything is sent, print that line and end.",
      discussion: """
        An extended regular expression as of "grep -E". Only messages that come after the log-in count. Without --to and \
        --broadcast standard input is not read.
        """, valueName: "regex"))
  var expect: String?

  @Option(help: ArgumentHelp("Let only messages of this person match.", valueName: "user"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Wait no longer than this once everything is sent, and end with 1: \(DurationText.form).", valueName: "duration"))
  var timeout: String?

  @Flag(
    help: ArgumentHelp(
      "Write each event as one line of JSON, and take one request in JSON a line.",
      discussion: "The end of standard input ends it when everything is answered."))
  var json = false

  @Flag(help: "With --json: stay when standard input has ended, until a signal comes.")
  var stay = false

  @Flag(
    help: ArgumentHelp(
      "Skip what was missed before the log-in: it is neither shown nor does it come again.",
      discussion: """
        Otherwise --json writes it first, and the others leave what they do not print for the next log-in.
        """))
  var noHistory = false

  /// Whether no person types.
  var isWanted: Bool {
    !to.isEmpty || broadcast || expect != nil || json
  }

  func validate() throws {
    guard to.isEmpty || !broadcast else { throw ValidationError("Say --to or --broadcast, not both.") }
    let withJSON: [(Bool, String)] = [
      (!to.isEmpty, "--to"), (broadcast, "--broadcast"), (whole, "--whole"), (waitDelivered, "--wait-delivered"),
      (expect != nil, "--expect"), (from != nil, "--from"), (timeout != nil, "--timeout"),
    ]
    if json, let excluded = withJSON.first(where: \.0) {
      throw ValidationError("With --json a program says all that itself; leave out \(excluded.1).")
    }
    let needed: [(Bool, String, Bool, String)] = [
      (whole, "--whole", !to.isEmpty || broadcast, "--to or --broadcast"),
      (waitDelivered, "--wait-delivered", !to.isEmpty, "--to"),
      (from != nil, "--from", expect != nil, "--expect"),
      (timeout != nil, "--timeout", expect != nil || waitDelivered, "--expect or --wait-delivered"),
      (stay, "--stay", json, "--json"),
      (noHistory, "--no-history", isWanted, "--to, --broadcast, --expect or --json"),
    ]
    for (isSaid, option, isThere, need) in needed where isSaid && !isThere {
      throw ValidationError("\(option) needs \(need).")
    }
    for (option, names) in [("--to", to), ("--from", from.map { [$0] } ?? [])] {
      for name in names where (try? AccountName(name)) == nil {
        throw ValidationError("\(option) takes a user name; \"\(name)\" can't be one.")
      }
    }
    if let timeout, DurationText.seconds(timeout) == nil {
      throw ValidationError("--timeout takes \(DurationText.form).")
    }
    _ = try pattern()
  }

  /// What is to be done; nil when a person types.
  func script(_ credentials: Credentials?) throws -> ScriptOptions? {
    guard isWanted else { return nil }
    guard let credentials, let password = credentials.password else {
      throw ValidationError("Say --user NAME and --password-file FILE: nobody is there to be asked.")
    }
    var options = ScriptOptions(name: credentials.name, password: password, input: input)
    options.expectation = try pattern().map { ScriptOptions.Expectation(pattern: $0, sender: from) }
    options.waitsForDelivery = waitDelivered
    options.timeout = timeout.flatMap(DurationText.seconds)
    options.skipsMissed = noHistory
    return options
  }

  private var input: ScriptOptions.Input {
    if json { return .requests(stays: stay) }
    if broadcast { return .text(to: .everybody, isWhole: whole) }
    guard !to.isEmpty else { return .none }
    // A name that is said twice gets everything once.
    var seen: Set<AccountKey> = []
    return .text(to: .people(to.filter { seen.insert(AccountKey($0)).inserted }), isWhole: whole)
  }

  private func pattern() throws -> MessagePattern? {
    do throws(MessagePattern.Problem) {
      guard let expect else { return nil }
      return try MessagePattern(expect)
    } catch {
      throw ValidationError("--expect takes an extended regular expression: \(error.reason).")
    }
  }
}
