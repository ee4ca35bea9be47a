import ChatCore

/// What a person reads when a reply comes; names have passed the sanitizer.
enum ReplyText {
  /// The lines of `reply`; none for those that only let things go on.
  static func lines(of reply: Reply) -> [String] {
    switch reply {
    case .refused(let refusal):
      MessageText.sentences(refusal.lines)
    case .others(let names):
      list(names, header: "The other users are:", none: "There are no other users.")
    case .lastHour(let names):
      list(names, header: "The wholasthr users are:", none: "There are no wholasthr users.")
    case .storedForLater(_, let name):
      [
        "The user \"\(TerminalSanitizer.line(name))\" is unfortunately not online. "
          + "But the server has stored your message."
      ]
    case .blocked(let name):
      ["You have successfully blocked \(TerminalSanitizer.line(name)) from sending you messages."]
    case .unblocked(let name):
      ["You have successfully unblocked \(TerminalSanitizer.line(name))"]
    case .fileStored(let name):
      ["file \"\(TerminalSanitizer.line(name))\" has been successfully received by the server."]
    case .waitingFiles(let files):
      files.isEmpty ? ["No file waits for you."] : files.map(line(of:))
    case .fileDeclined(let sender, let name):
      [
        "Successfully perform the \"filedecline\" operation for you. "
          + "Delete \"\(TerminalSanitizer.line(name))\" from \"\(TerminalSanitizer.line(sender))\"."
      ]
    case .passwordChanged:
      [Words.passwordChanged]
    case .blockedPeople(let names):
      list(names, header: "You have blocked:", none: "You have blocked nobody.")
    case .lastSeen(let name, let seen):
      [line(of: seen, name: TerminalSanitizer.line(name))]
    case .nameKnown, .nameFree, .welcome, .registered, .departureVerified, .deregistered, .stored, .uploadAccepted,
      .downloadAccepted, .fileHandedOver, .transferCancelled, .goodbye, .doneBefore,
      .token, .deliveredTo, .past, .uploadResumed:
      []
    }
  }

  private static func list(_ names: [String], header: String, none: String) -> [String] {
    names.isEmpty ? [none] : [header] + names.map(TerminalSanitizer.line)
  }

  private static func line(of seen: LastSeen, name: String) -> String {
    switch seen {
    case .online: "\"\(name)\" is online now."
    case .until(let time): "\"\(name)\" was online last at \(LocalTimeText.full(time))."
    case .never: "\"\(name)\" has not been online yet."
    }
  }

  private static func line(of file: FileListing) -> String {
    "File \"\(TerminalSanitizer.line(file.name))\" from \"\(TerminalSanitizer.line(file.sender))\"."
  }
}
