extension Refusal {
  /// The refusal in one or two sentences, the next step included: the lines that a person reads.
  ///
  /// The log-in's lines are the original's, its typing errors mended.
  public var lines: [String] {
    switch self {
    case .unknownName:
      ["Username not existing. Please type again:"]
    case .alreadyOnline:
      ["The present user is being logged in. Please use another user to log-in:"]
    case .wrongPassword(let triesLeft):
      [
        "Wrong password! You have \(triesLeft) times to give another try for this user on this machine "
          + "in this connection session!"
      ]
    case .nowBlocked(let seconds):
      [
        "Wrong password for 3 times. You are blocked. Please try to log-in with this user after "
          + "\(Parameters.text(ofSeconds: seconds)) seconds. Or you can try another user in this machine."
      ]
    case .stillBlocked(let seconds):
      [
        "You are blocked! Please wait, you have \(Self.tenths(seconds)) seconds left to log in using this name again!",
        "You can try another user:",
      ]
    case .full(let maxCon):
      [Self.full(maxCon)]
    case .filledUp(let maxCon):
      [
        "I'm sorry. Although you have passed the password verification, there already exist maximum number users "
          + "online.",
        Self.full(maxCon),
      ]
    case .busy:
      ["Error! Too many people are logging in at this moment. Please try again in a few seconds!"]
    case .banned(let until, let reason):
      [Self.ban("You are banned from this room", until, reason)]
    case .addressBanned(let until, let reason):
      [Self.ban("Your address is banned from this room", until, reason)]
    case .tooManyFailures(let seconds):
      [
        "Too many log-ins from your address have failed. Please wait, you have \(Self.tenths(seconds)) seconds left "
          + "until another one is looked at!"
      ]
    default:
      ["Error! " + explanation]
    }
  }

  /// The same for somebody who is logged in and wanted to change the password: the log-in's lines say what to do at its
  /// prompt.
  public var linesForMember: [String] {
    switch self {
    case .wrongPassword(let triesLeft):
      ["Wrong password! You have \(triesLeft) times to give another try in this connection session!"]
    case .nowBlocked(let seconds):
      [
        "Wrong password for 3 times. You can try again after \(Parameters.text(ofSeconds: seconds)) seconds. "
          + "Until then nobody can log in with this user on this machine."
      ]
    case .stillBlocked(let seconds):
      ["Please wait, you have \(Self.tenths(seconds)) seconds left to give your password another try!"]
    case .busy:
      ["Error! The server is checking too many passwords at this moment. Please try again in a few seconds!"]
    default:
      lines
    }
  }

  /// All of it on one line.
  public var sentence: String {
    lines.joined(separator: " ")
  }

  /// The same where something else says that it is an error.
  public var plainSentence: String {
    sentence.hasPrefix("Error! ") ? String(sentence.dropFirst(7)) : sentence
  }

  private var explanation: String {
    switch self {
    case .unknownName, .alreadyOnline, .wrongPassword, .nowBlocked, .stillBlocked, .full, .filledUp, .busy,
      .tooManyFailures, .banned, .addressBanned:
      ""
    case .credentialsWrong:
      "The name or the password is wrong: this server takes those that you have been given elsewhere. Please try again!"
    case .passwordNotChecked:
      "Passwords can't be checked at this moment. Please try again later!"
    case .passwordKeptElsewhere:
      "Passwords are kept elsewhere, and can't be changed on this server. Please change yours where you have it from!"
    case .tokenVoid:
      "The server does not know this client any more. Please log in again!"
    case .tooManyConnections(let maximum):
      "\(maximum) connections from your address are open already, and this server takes no more. Please close one!"
    case .tooManyAtPrompt(let maximum):
      "\(maximum) connections are at the log-in prompt already. Please try again in a few seconds!"
    case .outOfDescriptors:
      "The server can't take more connections at this moment. Please try again in a few minutes!"
    case .mailboxFull(let name):
      "The mailbox of \"\(name)\" is full and takes nothing more. Please try again when \"\(name)\" has read it!"
    case .tooManyFiles(let maximum):
      "\(maximum) files that you have sent are waiting, which is as many as this server keeps. Please wait until one has "
        + "been fetched!"
    case .filesTooLarge(let maximum):
      "With this file more than \(maximum) bytes of yours would be waiting. Please wait until some have been fetched!"
    case .depotFull(let maximum):
      "With this file more than \(maximum) bytes would be waiting on the server. Please try again later!"
    case .nameTaken(let name):
      "The user name \"\(name)\" exists already. Please choose another one!"
    case .nameReserved(let name):
      "\"\(name)\" is a word of the system. Please choose another user name!"
    case .nameIsAddress(let name):
      "\"\(name)\" reads as an address and can't be a user name. Please choose another one!"
    case .nameBanned(let name):
      "\"\(name)\" is the name of somebody who is banned, or looks like it. Please choose another one!"
    case .registrationClosed:
      "This room takes no new registrations. Please ask whoever runs it for an account!"
    case .invitationNeeded:
      "This room takes new registrations by invitation alone. Please ask whoever runs it for a code, and use a client that "
        + "asks for it!"
    case .invitationVoid:
      "That is not the code of an invitation for this name, or it is used up or over. Please check the code and the name, "
        + "or ask for another one!"
    case .tooManyRegistrations(let seconds):
      "As many accounts were registered from your address as this server takes. Please try again in "
        + "\(Self.minutes(seconds)), or ask whoever runs it for an account!"
    case .nameMalformed(let name) where name.hasPrefix("-"):
      "\"\(name)\" can't be a user name: it begins with \"-\", as options of commands do."
    case .nameMalformed(let name):
      "\"\(name)\" can't be a user name: it takes 1 to \(AccountName.maximumLength) of the characters "
        + "A-Z a-z 0-9 . _ -"
    case .passwordMalformed:
      "That can't be a password: it takes 1 to \(Password.maximumLength) characters on one line."
    case .passwordTooShort(let minimum):
      "That password is too short: on this server a new one has at least \(minimum) characters. Please choose a longer one!"
    case .departureWhileOnline(let name):
      "\"\(name)\" is online and can't be cancelled now. Please log out there first!"
    case .departureNotVerified:
      "Please give the user name and password of the account to cancel first!"
    case .noSuchUser(let name):
      "There is no user \"\(name)\". Type \"whoelse\" to see who is online."
    case .toYourself(.message):
      "You cannot send a message to yourself! Please try again!.."
    case .toYourself(.file):
      "You cannot send a file to yourself! Please try again!.."
    case .blockedByReceiver(let name):
      "You are blocked by \"\(name)\", who takes nothing from you."
    case .bodyEmpty:
      "The message is empty. Please type some text after the command!"
    case .bodyTooLong(let maximum):
      "The message is longer than \(maximum) bytes. Please send it in parts, or as a file!"
    case .blockYourself:
      "You cannot block yourself! Please try again!.."
    case .unblockYourself:
      "You cannot unblock yourself! Please try again!.."
    case .alreadyBlocked(let name):
      "You have blocked \(name) already! Type \"unblock \(name)\" to take messages again."
    case .notBlocked(let name):
      "You have not blocked \(name), so there is nothing to unblock!"
    case .searchEmpty:
      "There is no word to search for. Please type one after the command!"
    case .fileNameMalformed(let name):
      "\"\(name)\" can't be the name of a file to send: it takes 1 to \(FileName.maximumBytes) bytes and no slash."
    case .fileTooLarge(let maximum):
      "The file is larger than the \(maximum) bytes that this server takes. Please send a smaller one!"
    case .noSuchFile(let sender, let name):
      "No file \"\(name)\" from \"\(sender)\" waits for you. Type \"fileget\" alone to see what does."
    case .tooManyTransfers(let maximum):
      "\(maximum) transfers are running on this connection. Please wait until one has ended!"
    case .noSuchTransfer:
      "No such transfer is running."
    case .fileDamaged(let name):
      "\"\(name)\" arrived damaged and was not kept. Please send it again!"
    case .fileFailed(let name, let reason):
      "The server could not handle \"\(name)\": \(reason). Please try again later!"
    case .notStored:
      "Not stored: the server could not write to its disk. Please send it again later!"
    case .readOnly:
      "Not stored: the server can't store anything new for now. Please try again later!"
    case .notLoggedIn:
      "Please log in first!"
    case .alreadyLoggedIn:
      "You are logged in already. Please log out first!"
    case .stopping:
      "The server is going to stop. Please come back later!"
    case .refusedBefore:
      "This request had been refused before the connection was lost. Please type it again!"
    case .other(let text):
      text
    }
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
