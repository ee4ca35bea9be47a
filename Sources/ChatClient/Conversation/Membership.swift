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
    /// Messages of the past.
    case past(LogQuery)
    /// Sent by the program itself; its answer is not shown.
    case silent
    /// A token to come back with.
    case token
    /// The offer of a file; answered twice: taken, stored.
    case upload(TransferTicket)
    /// The wish for a file.
    case download(TransferTicket)
    /// The file is whole here, the server may delete its own.
    case handOver(TransferTicket)
    /// A transfer that the person does not want any more.
    case cancel(TransferTicket)
  }

  /// The most requests that may wait for their answers before the next line is taken: half of what the server reads on
  /// with (`RunProgress.window`), so that transfers and acknowledgements have room.
  static let mostPending = Int(RunProgress.window) / 2

  /// The longest line, in bytes, that is looked at: it holds the longest message to the longest name.
  static let longestLine = 16_384

  let name: String
  let renderer: MessageRenderer
  var catchUp = CatchUp.nothingYet
  /// Whether the prompt stands there and the next line is being taken.
  var isAsked = false
  var pending: [UInt64: PendingRequest] = [:]
  /// Those of them that can be sent again on another connection.
  private(set) var unanswered: [UInt64: Request] = [:]
  /// What the server takes instead of the password on the next connection.
  var token: [UInt8]?
  var transfers = TransferBook()
  /// Where the questions after `password` stand; nil when a command is typed next.
  var passwordDialogue: PasswordDialogue?
  /// What is asked about pasted lines; nil when a command is typed next.
  var pasteQuestion: PasteQuestion?
  /// What stands in the next command already.
  var draft = ""
  /// Whom and what may be meant, for Tab.
  var acquaintances: Acquaintances
  /// Whether a plain line is a broadcast.
  var isChatting = false
  /// What `more` asks for; nil when nothing was looked at, or when there was no more.
  var olderPast: LogQuery?
  /// What is held back until all that was missed is there; nil where nobody looks at it.
  var missed: MissedMessages?
  /// What has become of private messages; nil where nobody looks at it.
  var marks: ReceiptMarks?
  /// How the marks were shown last.
  var shownReceipts: String?
  var acknowledgements = Acknowledgements()
  var newest = EntryID.zero

  init(name: String, style: MessageStyle) {
    self.name = name
    acquaintances = Acquaintances(own: name)
    renderer = MessageRenderer(style: style, name: name)
    if style.isTerminal {
      missed = MissedMessages()
      marks = ReceiptMarks()
    }
  }

  /// What stands before a command.
  var prompt: Prompt {
    isChatting ? .chat(of: name) : .command(of: name)
  }

  /// When `acknowledgeWhatIsDue` has something to do.
  var deadline: Uptime? {
    acknowledgements.due
  }

  /// Whether something was typed that the server may or may not have stored.
  var awaitsStorage: Bool {
    transfers.awaitsStorage
      || pending.values.contains {
        switch $0 {
        case .typed(let changes): changes
        case .passwordChange: true
        case .past, .silent, .token, .upload, .download, .handOver, .cancel: false
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

  /// What is asked next; what stands in a command already is taken for it.
  mutating func nextPrompt() -> Prompt {
    if passwordDialogue != nil { return .password }
    if pasteQuestion != nil { return .answer }
    defer { draft = "" }
    return Prompt(text: prompt.text, kind: prompt.kind, draft: draft)
  }

  /// Sends `request` and remembers what its answer is for.
  mutating func send(
    _ request: Request, as kind: PendingRequest, numbers: inout RequestNumbers
  ) -> ConversationAction {
    let action = numbers.send(request)
    pending[numbers.last] = kind
    switch kind {
    case .typed, .past, .handOver: unanswered[numbers.last] = request
    case .silent, .token, .passwordChange, .upload, .download, .cancel: break
    }
    return action
  }

  /// Request `number` has its answer.
  mutating func takeUnanswered(_ number: UInt64) -> Request? {
    unanswered.removeValue(forKey: number)
  }

  // MARK: - Messages

  /// The server told something.
  mutating func happened(_ event: Event, at now: Uptime, numbers: inout RequestNumbers) -> Outcome {
    switch event {
    case .message(let message):
      return delivered(message, at: now, numbers: &numbers)
    case .caughtUp:
      return caughtUp(at: now, numbers: &numbers)
    case .loggedIn(let name):
      acquaintances.loggedIn(name)
      return Outcome([.show([MessageText.logIn(of: name)])])
    case .loggedOut(let name):
      acquaintances.loggedOut(name)
      return Outcome([.show([MessageText.logOut(of: name)])])
    case .announcement(let text):
      return Outcome([.show(MessageText.announcement(text))])
    case .transferFailed(let id, let reason):
      return carryOut(transfers.failed(id, reason: reason), numbers: &numbers)
    case .messagesGone(let count):
      return Outcome([.show([Words.messagesGone(count)])])
    case .deliveredTo(let name, let through):
      marks?.delivered(to: name, through: through)
      return Outcome()
    case .timeOutNear, .timedOut, .putOut, .serverStopping:
      // These are the conversation's; they don't come here.
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

  /// Acknowledges once more what may have been lost on its way.
  mutating func acknowledgeAnew(numbers: inout RequestNumbers) -> [ConversationAction] {
    acknowledgements.connectionLost()
    return acknowledgeAll(numbers: &numbers)
  }
}
