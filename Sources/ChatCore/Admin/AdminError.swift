/// Why a command of the operator was not carried out. Nothing has changed.
public enum AdminError: Error, Equatable, Sendable {
  /// Nothing was typed.
  case empty
  /// There is no such command.
  case unknown(String, nearest: String)
  /// The arguments are not those of the command.
  case usage(String)
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
    row.sentence
  }

  /// What the shell gets: 64 for words that are no command, 65 for values that are none, 1 for the rest.
  public var exitCode: Int32 {
    row.exitCode
  }

  private var row: (exitCode: Int32, sentence: String) {
    switch self {
    case .empty:
      (64, "Nothing was typed. Type \"help\" to see the commands.")
    case .unknown(let word, let nearest):
      (64, "There is no command \"\(word)\". The nearest one is \"\(nearest)\"; type \"help\" to see all of them.")
    case .usage(let word):
      (64, "Please type it like this: \(AdminVerbs.table.usage(of: word))")
    case .unknownKey(let name):
      (
        65,
        "There is no setting \"\(name)\"."
          + (EditDistance.nearest(to: name, in: AdminKey.all, spelling: \.name).map { " The nearest is \($0.name);" }
            ?? "")
          + " type \"get\" to see all of them."
      )
    case .badValue(let key, let text):
      (65, "\(key.name) can't be \"\(text)\": it takes \(key.taken). Nothing was changed.")
    case .fixed(let setting, let reason):
      (1, "\(setting.rawValue) can't be set here: \(reason). Nothing was changed.")
    case .forOwner(let setting):
      (
        1,
        "\(setting.rawValue) can be set by root and the server's own user alone: say \"sudo chatctl admin set …\". Nothing was "
          + "changed."
      )
    case .badTime(let text):
      (64, "\"\(text)\" is no time. It is written like 90s, 5m, 2h or 1d.")
    case .timeWithoutUnit(let text):
      (64, "\"\(text)\" has no unit. A time is written like 90s, 5m, 2h or 1d.")
    case .timeTooLong(let text):
      (64, "\"\(text)\" is too long: the longest time is \(DurationText.text(Parameters.longest)).")
    case .noSuchUser(let name, let nearest):
      (1, "There is no user \"\(name)\"." + (nearest.map { " The nearest name is \"\($0)\"." } ?? ""))
    case .notOnline(let name):
      (1, "\"\(name)\" is not online. Type \"online\" to see who is.")
    case .notBlocked(let name):
      (1, "\"\(name)\" is not blocked there. Type \"blocked\" to see who is.")
    case .notBanned(let name):
      (1, "\"\(name)\" is not banned. Type \"bans\" to see who is.")
    case .noSuchInvitation(let id):
      (1, "There is no invitation \(id.rawValue). Type \"invitations\" to see those that there are.")
    case .badAddress(let text):
      (
        65,
        "\"\(text)\" is no address. It is written like 203.0.113.7 or 2001:db8::7; \"online\" shows who comes from where."
      )
    case .ownAddress(let text):
      (1, "\(text) is this machine itself, which can't be banned. Ban the user instead.")
    case .noStopToCancel:
      (1, "No stop is waited for.")
    case .nothingToConfirm:
      (1, "Nothing waits to be confirmed.")
    case .needsYes(let fact):
      (64, "\(fact) Add --yes to say that this is meant.")
    case .reasonTooLong:
      (65, "The reason is longer than \(Ban.maximumReasonBytes) bytes. Nobody was banned.")
    case .announcementTooLong:
      (65, "The announcement is longer than \(Event.maximumAnnouncementBytes) bytes. Nobody was told.")
    case .passwordsDiffer:
      (1, "The two passwords are not the same. Nothing was changed.")
    case .declined:
      (1, "Nothing was changed.")
    case .refused(let refusal):
      (1, refusal.plainSentence)
    case .file(let text):
      (1, text)
    }
  }
}

extension AdminError {
  /// What is wrong with a line.
  init(_ error: VerbError) {
    switch error {
    case .empty: self = .empty
    case .unknown(let word, let nearest): self = .unknown(word, nearest: nearest)
    case .missingArgument(let word), .extraArgument(let word): self = .usage(word)
    case .said(let error): self = error
    }
  }
}
