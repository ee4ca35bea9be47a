import ChatCore
import ChatTerminal
import ChatWire

/// The conversation of a person who is logged in.
struct Membership {
  /// How far the missed messages have been shown.
  enum CatchUp {
    case nothingYet
    case showing
    case over
  }

  /// A request whose answer has not come.
  enum PendingRequest: Hashable {
    /// Typed by the person; `changes` says whether it stores something.
    case typed(changes: Bool)
    /// A new password.
    case passwordChange
    /// Sent by the program itself; its answer is not shown.
    case silent
    /// The offer of a file; answered twice: taken, stored.
    case upload(TransferTicket)
    /// The wish for a file.
    case download(TransferTicket)
    /// The file is whole here, the server may delete its own.
    case handOver(TransferTicket)
  }

  /// A transfer between its command and its end.
  enum Transfer: Hashable {
    case opening(receiver: String)
    case offered
    case uploading(TransferID)
    case asked
    case downloading(IncomingFile)
    case handingOver
  }

  /// The most requests that may wait for their answers before the next line is taken: half of what the server reads on
  /// with (`RunProgress.window`), so that transfers and acknowledgements have room.
  static let mostPending = Int(RunProgress.window) / 2

  /// The longest line, in bytes, that is looked at: it holds the longest message to the longest name.
  static let longestLine = 16_384

  let name: String
  var catchUp = CatchUp.nothingYet
  /// Whether the prompt stands there and the next line is being taken.
  var isAsked = false
  var pending: [UInt64: PendingRequest] = [:]
  var transfers: [TransferTicket: Transfer] = [:]
  /// Where the questions after `password` stand; nil when a command is typed next.
  var passwordDialogue: PasswordDialogue?
  /// What is asked about pasted lines; nil when a command is typed next.
  var pasteQuestion: PasteQuestion?
  /// What stands in the next command already.
  var draft = ""
  /// Whom and what may be meant, for Tab.
  var acquaintances: Acquaintances
  /// The file that each running download fetches.
  var fetched: [TransferTicket: FileListing] = [:]
  private var acknowledgements = Acknowledgements()
  private var shown = ShownRequests()
  private var lastTicket = 0

  init(name: String) {
    self.name = name
    acquaintances = Acquaintances(own: name)
  }

  /// When `acknowledgeWhatIsDue` has something to do.
  var deadline: Uptime? {
    acknowledgements.due
  }

  /// Whether something was typed that the server may or may not have stored.
  var awaitsStorage: Bool {
    pending.values.contains {
      switch $0 {
      case .typed(let changes): changes
      case .upload, .passwordChange: true
      case .silent, .download, .handOver: false
      }
    }
  }

  /// Shows the prompt and takes the next line, if the pace allows it.
  mutating func askIfReady(_ pace: Conversation.Pace) -> [ConversationAction] {
    guard case .over = catchUp, !isAsked else { return [] }
    switch pace {
    case .ahead: guard pending.count < Self.mostPending else { return [] }
    case .oneAtATime: guard pending.isEmpty, transfers.isEmpty else { return [] }
    }
    isAsked = true
    return [.prompt(nextPrompt()), .takeLine]
  }

  private mutating func nextPrompt() -> Prompt {
    if passwordDialogue != nil { return .password }
    if pasteQuestion != nil { return .answer }
    defer { draft = "" }
    return .command(of: name, draft: draft)
  }

  /// Sends `request` and remembers what its answer is for.
  mutating func send(
    _ request: Request, as kind: PendingRequest, numbers: inout RequestNumbers
  ) -> ConversationAction {
    let action = numbers.send(request)
    pending[numbers.last] = kind
    return action
  }

  /// A number for a new transfer.
  mutating func newTicket() -> TransferTicket {
    lastTicket += 1
    return TransferTicket(rawValue: lastTicket)
  }

  // MARK: - Messages

  /// The server told something.
  mutating func happened(_ event: Event, at now: Uptime, numbers: inout RequestNumbers) -> Outcome {
    switch event {
    case .message(let message):
      return delivered(message, at: now, numbers: &numbers)
    case .caughtUp:
      return caughtUp()
    case .loggedIn(let name):
      acquaintances.loggedIn(name)
      return Outcome([.show([MessageText.logIn(of: name)])])
    case .loggedOut(let name):
      acquaintances.loggedOut(name)
      return Outcome([.show([MessageText.logOut(of: name)])])
    case .announcement(let text):
      return Outcome([.show(MessageText.announcement(text))])
    case .transferFailed(let id, let reason):
      return transferFailed(id, reason: reason)
    case .messagesGone(let count):
      return Outcome([.show([Words.messagesGone(count)])])
    case .deliveredTo:
      return Outcome()
    case .timedOut, .putOut, .serverStopping:
      // The conversation ends with these; they don't come here.
      return Outcome()
    }
  }

  /// Asks, for Tab, who is online, who is blocked and which files wait; nothing of it is shown.
  mutating func getAcquainted(numbers: inout RequestNumbers) -> [ConversationAction] {
    [Request.whoelse, .listBlocked, .listFiles].map { send($0, as: .silent, numbers: &numbers) }
  }

  /// Acknowledges what has been shown for long enough.
  mutating func acknowledgeWhatIsDue(at now: Uptime, numbers: inout RequestNumbers) -> [ConversationAction] {
    acknowledgements.takeDue(at: now).map { [numbers.send(.acknowledge($0))] } ?? []
  }

  /// Acknowledges all that has been shown, before leaving.
  mutating func acknowledgeAll(numbers: inout RequestNumbers) -> [ConversationAction] {
    acknowledgements.take().map { [numbers.send(.acknowledge($0))] } ?? []
  }

  private mutating func delivered(
    _ message: DeliveredMessage, at now: Uptime, numbers: inout RequestNumbers
  ) -> Outcome {
    var outcome = Outcome()
    if message.request.map({ shown.insert($0) }) ?? true {
      var isLive = false
      if case .over = catchUp { isLive = true }
      acquaintances.heard(message, isLive: isLive)
      if case .nothingYet = catchUp {
        catchUp = .showing
        outcome.actions.append(.show([Words.missedHeader]))
      }
      outcome.actions.append(.show(MessageText.lines(of: message)))
    }
    acknowledgements.shown(message.id, at: now)
    outcome.actions += acknowledgeWhatIsDue(at: now, numbers: &numbers)
    return outcome
  }

  private mutating func caughtUp() -> Outcome {
    defer { catchUp = .over }
    switch catchUp {
    case .nothingYet:
      // The prompt stands under the welcome already.
      isAsked = true
      return Outcome([.takeLine])
    case .showing:
      return Outcome([.show([Words.missedFooter])])
    case .over:
      return Outcome()
    }
  }
}
