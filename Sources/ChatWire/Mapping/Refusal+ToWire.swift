import ChatCore

extension Wire_Refusal {
  init(_ refusal: Refusal) {
    text = Self.text(of: refusal)
    switch refusal {
    case .unknownName: fill(.unknownName)
    case .alreadyOnline: fill(.alreadyOnline)
    case .wrongPassword(let triesLeft): fill(.wrongPassword, number: Int64(triesLeft))
    case .nowBlocked(let seconds): fill(.nowBlocked, seconds: seconds)
    case .stillBlocked(let seconds): fill(.stillBlocked, seconds: seconds)
    case .full(let maxCon): fill(.full, number: Int64(maxCon))
    case .filledUp(let maxCon): fill(.filledUp, number: Int64(maxCon))
    case .busy: fill(.busy)
    case .tooManyFailures(let seconds): fill(.tooManyFailures, seconds: seconds)
    case .credentialsWrong: fill(.credentialsWrong)
    case .passwordNotChecked: fill(.passwordNotChecked)
    case .tokenVoid: fill(.tokenVoid)
    case .banned(let until, let reason):
      fill(.banned, reason: reason ?? "", number: until?.microseconds ?? 0)
    case .addressBanned(let until, let reason):
      fill(.addressBanned, reason: reason ?? "", number: until?.microseconds ?? 0)
    case .nameIsAddress(let name): fill(.nameIsAddress, name: name)
    case .nameBanned(let name): fill(.nameBanned, name: name)
    case .registrationClosed: fill(.registrationClosed)
    case .invitationNeeded: fill(.invitationNeeded)
    case .invitationVoid: fill(.invitationVoid)
    case .tooManyRegistrations(let seconds): fill(.tooManyRegistrations, seconds: seconds)
    case .tooManyConnections(let maximum): fill(.tooManyConnections, number: Int64(maximum))
    case .tooManyAtPrompt(let maximum): fill(.tooManyAtPrompt, number: Int64(maximum))
    case .outOfDescriptors: fill(.outOfDescriptors)
    case .nameTaken(let name): fill(.nameTaken, name: name)
    case .nameReserved(let name): fill(.nameReserved, name: name)
    case .nameMalformed(let name): fill(.nameMalformed, name: name)
    case .passwordMalformed: fill(.passwordMalformed)
    case .passwordTooShort(let minimum): fill(.passwordTooShort, number: Int64(minimum))
    case .passwordKeptElsewhere: fill(.passwordKeptElsewhere)
    case .departureWhileOnline(let name): fill(.departureWhileOnline, name: name)
    case .departureNotVerified: fill(.departureNotVerified)
    case .noSuchUser(let name): fill(.noSuchUser, name: name)
    case .toYourself(.message): fill(.messageToYourself)
    case .toYourself(.file): fill(.fileToYourself)
    case .blockedByReceiver(let name): fill(.blockedByReceiver, name: name)
    case .bodyEmpty: fill(.bodyEmpty)
    case .bodyTooLong(let maximum): fill(.bodyTooLong, number: Int64(maximum))
    case .blockYourself: fill(.blockYourself)
    case .unblockYourself: fill(.unblockYourself)
    case .alreadyBlocked(let name): fill(.alreadyBlocked, name: name)
    case .notBlocked(let name): fill(.notBlocked, name: name)
    case .mailboxFull(let name): fill(.mailboxFull, name: name)
    case .searchEmpty: fill(.searchEmpty)
    case .fileNameMalformed(let name): fill(.fileNameMalformed, name: name)
    case .fileTooLarge(let maximum): fill(.fileTooLarge, number: maximum)
    case .noSuchFile(let sender, let name): fill(.noSuchFile, name: name, from: sender)
    case .tooManyTransfers(let maximum): fill(.tooManyTransfers, number: Int64(maximum))
    case .tooManyFiles(let maximum): fill(.tooManyFiles, number: Int64(maximum))
    case .filesTooLarge(let maximum): fill(.filesTooLarge, number: maximum)
    case .depotFull(let maximum): fill(.depotFull, number: maximum)
    case .noSuchTransfer: fill(.noSuchTransfer)
    case .fileDamaged(let name): fill(.fileDamaged, name: name)
    case .fileFailed(let name, let reason): fill(.fileFailed, name: name, reason: reason)
    case .notStored: fill(.notStored)
    case .readOnly: fill(.readOnly)
    case .notLoggedIn: fill(.notLoggedIn)
    case .alreadyLoggedIn: fill(.alreadyLoggedIn)
    case .stopping: fill(.stopping)
    case .refusedBefore: fill(.refusedBefore)
    case .other: fill(.other)
    }
  }

  private mutating func fill(
    _ code: Wire_RefusalCode, name: String = "", from: String = "", reason: String = "", number: Int64 = 0,
    seconds: Double = 0
  ) {
    self.code = code
    // What a person typed comes back in these, whatever its length: the refusal must fit into a frame all the same.
    self.name = name.fitting(FrameLimit.refusalName)
    self.from = from.fitting(FrameLimit.refusalName)
    self.reason = reason.fitting(FrameLimit.refusalName)
    self.number = number
    self.seconds = seconds
  }

  private static func text(of refusal: Refusal) -> String {
    // The client that shows a text says "Error!" itself.
    refusal.plainSentence.fitting(FrameLimit.refusalText)
  }
}
