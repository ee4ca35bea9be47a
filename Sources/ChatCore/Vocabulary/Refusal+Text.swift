// What a refusal is called and what is said of it: one row each.
extension Refusal {
  private struct Row {
    /// For programs.
    let word: String
    /// For the person at the log-in, or anywhere.
    let lines: [String]
    /// The same for somebody who is logged in and wanted to change the password, where the log-in's lines say what to do at
    /// its prompt.
    let linesForMember: [String]
    /// Whether it passes by itself.
    let passes: Bool

    /// A refusal that is an error.
    init(_ word: String, _ error: String, toMember: String? = nil, passes: Bool = false) {
      self.init(word, said: "Error! " + error, toMember: toMember.map { "Error! " + $0 }, passes: passes)
    }

    /// One in the original's words, its typing errors mended.
    init(_ word: String, said lines: String..., toMember: String? = nil, passes: Bool = false) {
      self.word = word
      self.lines = lines
      linesForMember = toMember.map { [$0] } ?? lines
      self.passes = passes
    }
  }

  private var row: Row {
    switch self {
    case .unknownName:
      Row("unknown-name", said: "Username not existing. Please type again:")
    case .alreadyOnline:
      Row(
        "already-online", said: "The present user is being logged in. Please use another user to log-in:", passes: true)
    case .wrongPassword(let triesLeft):
      Row(
        "wrong-password",
        said: "Wrong password! You have \(triesLeft) times to give another try for this user on this machine "
          + "in this connection session!",
        toMember: "Wrong password! You have \(triesLeft) times to give another try in this connection session!")
    case .nowBlocked(let seconds):
      Row(
        "now-blocked",
        said: "Wrong password for 3 times. You are blocked. Please try to log-in with this user after "
          + "\(Parameters.text(ofSeconds: seconds)) seconds. Or you can try another user in this machine.",
        toMember: "Wrong password for 3 times. You can try again after \(Parameters.text(ofSeconds: seconds)) seconds. "
          + "Until then nobody can log in with this user on this machine.")
    case .stillBlocked(let seconds):
      Row(
        "still-blocked",
        said:
          "You are blocked! Please wait, you have \(Self.tenths(seconds)) seconds left to log in using this name again!",
        "You can try another user:",
        toMember: "Please wait, you have \(Self.tenths(seconds)) seconds left to give your password another try!",
        passes: true)
    case .full(let maxCon):
      Row("full", said: Self.full(maxCon), passes: true)
    case .filledUp(let maxCon):
      Row(
        "filled-up",
        said: "I'm sorry. Although you have passed the password verification, there already exist maximum number users "
          + "online.",
        Self.full(maxCon), passes: true)
    case .busy:
      Row(
        "busy", "Too many people are logging in at this moment. Please try again in a few seconds!",
        toMember: "The server is checking too many passwords at this moment. Please try again in a few seconds!",
        passes: true)
    case .tooManyFailures(let seconds):
      Row(
        "too-many-failures",
        said:
          "Too many log-ins from your address have failed. Please wait, you have \(Self.tenths(seconds)) seconds left "
          + "until another one is looked at!", passes: true)
    case .credentialsWrong:
      Row(
        "credentials-wrong",
        "The name or the password is wrong: this server takes those that you have been given elsewhere. Please try again!"
      )
    case .passwordNotChecked:
      Row("password-not-checked", "Passwords can't be checked at this moment. Please try again later!", passes: true)
    case .tokenVoid:
      Row("token-void", "The server does not know this client any more. Please log in again!")
    case .banned(let until, let reason):
      Row("banned", said: Self.ban("You are banned from this room", until, reason))
    case .addressBanned(let until, let reason):
      Row("address-banned", said: Self.ban("Your address is banned from this room", until, reason))
    case .tooManyConnections(let maximum):
      Row(
        "too-many-connections",
        "\(maximum) connections from your address are open already, and this server takes no more. Please close one!",
        passes: true)
    case .tooManyAtPrompt(let maximum):
      Row(
        "too-many-at-prompt",
        "\(maximum) connections are at the log-in prompt already. Please try again in a few seconds!", passes: true)
    case .outOfDescriptors:
      Row(
        "out-of-descriptors",
        "The server can't take more connections at this moment. Please try again in a few minutes!", passes: true)
    case .nameTaken(let name):
      Row("name-taken", "The user name \"\(name)\" exists already. Please choose another one!")
    case .nameReserved(let name):
      Row("name-reserved", "\"\(name)\" is a word of the system. Please choose another user name!")
    case .nameMalformed(let name) where name.hasPrefix("-"):
      Row("name-malformed", "\"\(name)\" can't be a user name: it begins with \"-\", as options of commands do.")
    case .nameMalformed(let name):
      Row(
        "name-malformed",
        "\"\(name)\" can't be a user name: it takes 1 to \(AccountName.maximumLength) of the characters "
          + "A-Z a-z 0-9 . _ -")
    case .nameIsAddress(let name):
      Row("name-is-address", "\"\(name)\" reads as an address and can't be a user name. Please choose another one!")
    case .nameBanned(let name):
      Row(
        "name-banned", "\"\(name)\" is the name of somebody who is banned, or looks like it. Please choose another one!"
      )
    case .registrationClosed:
      Row("registration-closed", "This room takes no new registrations. Please ask whoever runs it for an account!")
    case .invitationNeeded:
      Row(
        "invitation-needed",
        "This room takes new registrations by invitation alone. Please ask whoever runs it for a code, and use a client that "
          + "asks for it!")
    case .invitationVoid:
      Row(
        "invitation-void",
        "That is not the code of an invitation for this name, or it is used up or over. Please check the code and the name, "
          + "or ask for another one!")
    case .tooManyRegistrations(let seconds):
      Row(
        "too-many-registrations",
        "As many accounts were registered from your address as this server takes. Please try again in "
          + "\(Self.minutes(seconds)), or ask whoever runs it for an account!")
    case .passwordMalformed:
      Row(
        "password-malformed",
        "That can't be a password: it takes 1 to \(Password.maximumLength) characters on one line.")
    case .passwordTooShort(let minimum):
      Row(
        "password-too-short",
        "That password is too short: on this server a new one has at least \(minimum) characters. Please choose a longer one!"
      )
    case .passwordKeptElsewhere:
      Row(
        "password-kept-elsewhere",
        "Passwords are kept elsewhere, and can't be changed on this server. Please change yours where you have it from!"
      )
    case .departureWhileOnline(let name):
      Row("departure-while-online", "\"\(name)\" is online and can't be cancelled now. Please log out there first!")
    case .departureNotVerified:
      Row("departure-not-verified", "Please give the user name and password of the account to cancel first!")
    case .noSuchUser(let name):
      Row("no-such-user", "There is no user \"\(name)\". Type \"whoelse\" to see who is online.")
    case .toYourself(.message):
      Row("to-yourself", "You cannot send a message to yourself! Please try again!..")
    case .toYourself(.file):
      Row("to-yourself", "You cannot send a file to yourself! Please try again!..")
    case .blockedByReceiver(let name):
      Row("blocked-by-receiver", "You are blocked by \"\(name)\", who takes nothing from you.")
    case .bodyEmpty:
      Row("body-empty", "The message is empty. Please type some text after the command!")
    case .bodyTooLong(let maximum):
      Row("body-too-long", "The message is longer than \(maximum) bytes. Please send it in parts, or as a file!")
    case .blockYourself:
      Row("block-yourself", "You cannot block yourself! Please try again!..")
    case .unblockYourself:
      Row("unblock-yourself", "You cannot unblock yourself! Please try again!..")
    case .alreadyBlocked(let name):
      Row("already-blocked", "You have blocked \(name) already! Type \"unblock \(name)\" to take messages again.")
    case .notBlocked(let name):
      Row("not-blocked", "You have not blocked \(name), so there is nothing to unblock!")
    case .mailboxFull(let name):
      Row(
        "mailbox-full",
        "The mailbox of \"\(name)\" is full and takes nothing more. Please try again when \"\(name)\" has read it!")
    case .searchEmpty:
      Row("search-empty", "There is no word to search for. Please type one after the command!")
    case .fileNameMalformed(let name):
      Row(
        "file-name-malformed",
        "\"\(name)\" can't be the name of a file to send: it takes 1 to \(FileName.maximumBytes) bytes and no slash.")
    case .fileTooLarge(let maximum):
      Row(
        "file-too-large",
        "The file is larger than the \(maximum) bytes that this server takes. Please send a smaller one!")
    case .noSuchFile(let sender, let name):
      Row(
        "no-such-file", "No file \"\(name)\" from \"\(sender)\" waits for you. Type \"fileget\" alone to see what does."
      )
    case .tooManyTransfers(let maximum):
      Row("too-many-transfers", "\(maximum) transfers are running on this connection. Please wait until one has ended!")
    case .tooManyFiles(let maximum):
      Row(
        "too-many-files",
        "\(maximum) files that you have sent are waiting, which is as many as this server keeps. Please wait until one has "
          + "been fetched!")
    case .filesTooLarge(let maximum):
      Row(
        "files-too-large",
        "With this file more than \(maximum) bytes of yours would be waiting. Please wait until some have been fetched!"
      )
    case .depotFull(let maximum):
      Row(
        "depot-full",
        "With this file more than \(maximum) bytes would be waiting on the server. Please try again later!")
    case .noSuchTransfer:
      Row("no-such-transfer", "No such transfer is running.")
    case .fileDamaged(let name):
      Row("file-damaged", "\"\(name)\" arrived damaged and was not kept. Please send it again!")
    case .fileFailed(let name, let reason):
      Row("file-failed", "The server could not handle \"\(name)\": \(reason). Please try again later!")
    case .notStored:
      Row("not-stored", "Not stored: the server could not write to its disk. Please send it again later!", passes: true)
    case .readOnly:
      Row("read-only", "Not stored: the server can't store anything new for now. Please try again later!", passes: true)
    case .notLoggedIn:
      Row("not-logged-in", "Please log in first!")
    case .alreadyLoggedIn:
      Row("already-logged-in", "You are logged in already. Please log out first!")
    case .stopping:
      Row("stopping", "The server is going to stop. Please come back later!", passes: true)
    case .refusedBefore:
      Row("refused-before", "This request had been refused before the connection was lost. Please type it again!")
    case .other(let text):
      Row("other", text)
    }
  }

  /// The refusal in a word that programs compare; it stays when the sentences change.
  public var word: String {
    row.word
  }

  /// The refusal in one or two sentences, the next step included: the lines that a person reads.
  public var lines: [String] {
    row.lines
  }

  /// The same for somebody who is logged in and wanted to change the password.
  public var linesForMember: [String] {
    row.linesForMember
  }

  /// True for one that passes by itself: others go, the server comes back from its stop or its full disk, as does what
  /// checks passwords for it, and wrong passwords are forgotten. Somebody who was logged in before tries again, the same
  /// for a person and for a bot; all else ends the program with a sentence.
  public var isTransient: Bool {
    row.passes
  }

  /// All of it on one line.
  public var sentence: String {
    lines.joined(separator: " ")
  }

  /// The same where something else says that it is an error.
  public var plainSentence: String {
    sentence.hasPrefix("Error! ") ? String(sentence.dropFirst(7)) : sentence
  }

  private static func full(_ maxCon: Int) -> String {
    "The connection has reached its maximum value \(maxCon), please wait a moment for others to log out and then "
      + "log in later on."
  }

  /// The sentences about a ban, which say until when and why.
  static func ban(_ what: String, _ until: WallTime?, _ reason: String?) -> String {
    "\(what)" + (until.map { " until \($0.minuteText)" } ?? "") + (reason.map { ": \($0)" } ?? ".")
  }

  private static func minutes(_ seconds: Double) -> String {
    let minutes = Int((seconds / 60).rounded(.up))
    return minutes == 1 ? "1 minute" : "\(minutes) minutes"
  }

  /// Rounded up, so that it never says 0.0 while the block holds.
  private static func tenths(_ seconds: Double) -> String {
    String(tenthsOf: seconds, rounded: .up)
  }
}
