/// Why a command of the operator was not carried out. Nothing has changed.
public enum AdminError: Error, Equatable, Sendable {
  /// Nothing was typed.
  case empty
  /// There is no such command.
  case unknown(String, nearest: AdminWord)
  /// The arguments are not those of the command.
  case usage(AdminWord)
  /// There is no such parameter or setting.
  case unknownKey(String)
  /// The value is out of range.
  case badValue(AdminKey, String)
  /// It can't be set there, for this reason.
  case fixed(Setting, String)
  /// The one who asks has no right to set it.
  case forOwner(Setting)
  /// A time is written in a way that is not known.
  case badTime(String)
  /// A time is a bare number, where words follow.
  case timeWithoutUnit(String)
  /// A time is longer than any that is taken.
  case timeTooLong(String)
  /// There is no such account.
  case noSuchUser(String, nearest: String?)
  /// The account is not online.
  case notOnline(String)
  /// Nothing of that name is blocked.
  case notBlocked(String)
  /// Nobody of that name, and no such address, is banned.
  case notBanned(String)
  /// There is no invitation of that number.
  case noSuchInvitation(EntryID)
  /// That is no address.
  case badAddress(String)
  /// An address of this machine itself is not banned.
  case ownAddress(String)
  /// No stop is waited for.
  case noStopToCancel
  /// Nothing waits to be confirmed.
  case nothingToConfirm
  /// It would do what this says, and nobody was there to ask.
  case needsYes(String)
  /// The reason is too long.
  case reasonTooLong
  /// What is to be said to everybody is too long.
  case announcementTooLong
  /// A password that was asked for twice was not the same twice.
  case passwordsDiffer
  /// The question before it was not answered with yes.
  case declined
  /// The room refused it.
  case refused(Refusal)
  /// A file could not be written or read.
  case file(String)

  /// What the operator reads, the next step included.
  public var sentence: String {
    switch self {
    case .empty:
      "Nothing was typed. Type \"help\" to see the commands."
    case .unknown(let word, let nearest):
      "There is no command \"\(word)\". The nearest one is \"\(nearest.rawValue)\"; type \"help\" to see all of them."
    case .usage(let word):
      "Please type it like this: \(AdminTable.row(of: word).usage)"
    case .unknownKey(let name):
      "There is no setting \"\(name)\"."
        + (EditDistance.nearest(to: name, in: AdminKey.all, spelling: \.name).map { " The nearest is \($0.name);" }
          ?? "")
        + " type \"get\" to see all of them."
    case .badValue(let key, let text):
      "\(key.name) can't be \"\(text)\": it takes \(key.taken). Nothing was changed."
    case .fixed(let setting, let reason):
      "\(setting.rawValue) can't be set here: \(reason). Nothing was changed."
    case .forOwner(let setting):
      "\(setting.rawValue) can be set by root and the server's own user alone: say \"sudo chatctl admin set …\". Nothing was "
        + "changed."
    case .badTime(let text):
      "\"\(text)\" is no time. It is written like 90s, 5m, 2h or 1d."
    case .timeWithoutUnit(let text):
      "\"\(text)\" has no unit. A time is written like 90s, 5m, 2h or 1d."
    case .timeTooLong(let text):
      "\"\(text)\" is too long: the longest time is \(DurationText.text(Parameters.longest))."
    case .noSuchUser(let name, let nearest):
      "There is no user \"\(name)\"." + (nearest.map { " The nearest name is \"\($0)\"." } ?? "")
    case .notOnline(let name):
      "\"\(name)\" is not online. Type \"online\" to see who is."
    case .notBlocked(let name):
      "\"\(name)\" is not blocked there. Type \"blocked\" to see who is."
    case .notBanned(let name):
      "\"\(name)\" is not banned. Type \"bans\" to see who is."
    case .noSuchInvitation(let id):
      "There is no invitation \(id.rawValue). Type \"invitations\" to see those that there are."
    case .badAddress(let text):
      "\"\(text)\" is no address. It is written like 203.0.113.7 or 2001:db8::7; \"online\" shows who comes from where."
    case .ownAddress(let text):
      "\(text) is this machine itself, which can't be banned. Ban the user instead."
    case .noStopToCancel:
      "No stop is waited for."
    case .nothingToConfirm:
      "Nothing waits to be confirmed."
    case .needsYes(let fact):
      "\(fact) Add --yes to say that this is meant."
    case .reasonTooLong:
      "The reason is longer than \(Ban.maximumReasonBytes) bytes. Nobody was banned."
    case .announcementTooLong:
      "The announcement is longer than \(Event.maximumAnnouncementBytes) bytes. Nobody was told."
    case .passwordsDiffer:
      "The two passwords are not the same. Nothing was changed."
    case .declined:
      "Nothing was changed."
    case .refused(let refusal):
      refusal.plainSentence
    case .file(let text):
      text
    }
  }

  /// What the shell gets: 64 for words that are no command, 65 for values that are none, 1 for the rest.
  public var exitCode: Int32 {
    switch self {
    case .empty, .unknown, .usage, .badTime, .timeWithoutUnit, .timeTooLong, .needsYes: 64
    case .unknownKey, .badValue, .announcementTooLong, .reasonTooLong, .badAddress: 65
    default: 1
    }
  }
}
