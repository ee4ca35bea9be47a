import ChatCore
import ChatTerminal

/// The conversation of a person who is logged in.
struct Membership {
  /// How far the missed messages have been shown.
  enum CatchUp {
    case nothingYet
    case showing
    case over
  }

  /// The longest line, in bytes, that is looked at: it holds the longest message to the longest name.
  static let longestLine = 16_384

  let name: String
  let renderer: MessageRenderer
  var catchUp = CatchUp.nothingYet
  /// Whether the prompt stands there and the next line is being taken.
  var isAsked = false
  /// The time without a connection; nil while there is one.
  var absence: Absence?
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

  /// Shows the prompt and takes the next line, unless it is being taken, or something was missed and has not come yet.
  mutating func askIfReady() -> [ConversationAction] {
    guard case .over = catchUp, !isAsked else { return [] }
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
}
