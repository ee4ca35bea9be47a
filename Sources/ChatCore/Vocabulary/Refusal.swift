/// Why a request was not carried out. A refusal changes nothing.
public enum Refusal: Error, Hashable, Sendable {
  // Log-in.

  /// No account has this name.
  case unknownName
  /// The account is online already.
  case alreadyOnline
  /// The first or second wrong password on this connection.
  case wrongPassword(triesLeft: Int)
  /// The third one: the name is blocked on this address from now on, for so many seconds.
  case nowBlocked(seconds: Double)
  /// The name is blocked on this address, for so many more seconds.
  case stillBlocked(seconds: Double)
  /// As many are online as MaxCon allows.
  case full(maxCon: Int)
  /// The same, noticed after a right password.
  case filledUp(maxCon: Int)
  /// Too many log-ins wait for their check.
  case busy
  /// Too many log-ins from this address have failed; the next one is looked at in so many seconds.
  case tooManyFailures(seconds: Double)
  /// No account has this name, and the password is not right where this server has them checked.
  case credentialsWrong
  /// Nobody can tell now whether the password is right.
  case passwordNotChecked
  /// The token is nobody's, or nobody's any more.
  case tokenVoid

  /// The account is banned, until then or for ever, for this reason.
  case banned(until: WallTime?, reason: String?)

  // Connections that are not taken.

  /// The address is banned, until then or for ever, for this reason.
  case addressBanned(until: WallTime?, reason: String?)

  /// So many connections from this address are there already.
  case tooManyConnections(maximum: Int)
  /// So many connections are there already that are not logged in.
  case tooManyAtPrompt(maximum: Int)
  /// The server has no file descriptors left for one more.
  case outOfDescriptors

  // Registration.

  /// The name belongs to somebody.
  case nameTaken(String)
  /// The name is a word of the system.
  case nameReserved(String)
  /// The name has a length or a character that names may not have.
  case nameMalformed(String)
  /// The name reads as an address.
  case nameIsAddress(String)
  /// The name is that of somebody who is banned, or looks like it.
  case nameBanned(String)
  /// Nobody may register.
  case registrationClosed
  /// It takes the code of an invitation.
  case invitationNeeded
  /// The code is none, or not one for this name, or is used up or over.
  case invitationVoid
  /// As many were registered from this address as are taken; the next one is in so many seconds.
  case tooManyRegistrations(seconds: Double)
  /// The password is empty, too long, or holds a line feed.
  case passwordMalformed
  /// A new password has fewer characters than this server takes.
  case passwordTooShort(minimum: Int)
  /// Passwords are kept elsewhere, and not changed here.
  case passwordKeptElsewhere
  /// An account that is online can't be de-registered.
  case departureWhileOnline(String)
  /// `deregister` came before a right password.
  case departureNotVerified

  // Messages and blocks.

  /// There is no such account.
  case noSuchUser(String)
  /// A message or file to oneself.
  case toYourself(Action)
  /// The receiver takes nothing from the sender.
  case blockedByReceiver(String)
  /// The body is empty.
  case bodyEmpty
  /// The body is longer than so many bytes.
  case bodyTooLong(maximum: Int)
  /// One can't block oneself.
  case blockYourself
  /// One can't unblock oneself.
  case unblockYourself
  /// That person is blocked already.
  case alreadyBlocked(String)
  /// That person is not blocked.
  case notBlocked(String)
  /// So much waits for the receiver that nothing more is taken.
  case mailboxFull(String)
  /// There is nothing to search for.
  case searchEmpty

  // Files.

  /// The name of the file is empty, too long, or a path.
  case fileNameMalformed(String)
  /// The file is larger than the server takes, in bytes.
  case fileTooLarge(maximum: Int64)
  /// No such file waits.
  case noSuchFile(from: String, name: String)
  /// So many transfers run on this connection already.
  case tooManyTransfers(maximum: Int)
  /// So many files of this sender wait already.
  case tooManyFiles(maximum: Int)
  /// The sender's files that wait would be larger than so many bytes with this one.
  case filesTooLarge(maximum: Int64)
  /// Everybody's files that wait would be larger than so many bytes with this one.
  case depotFull(maximum: Int64)
  /// No such transfer runs.
  case noSuchTransfer
  /// The bytes that arrived are not those that were sent.
  case fileDamaged(String)
  /// The server could not keep or read the file's bytes.
  case fileFailed(String, reason: String)

  // Always.

  /// The change could not be written to disk; it did not happen.
  case notStored
  /// The server has no room on its disk and takes no changes for now.
  case readOnly
  /// The request needs a log-in first.
  case notLoggedIn
  /// The request belongs before the log-in.
  case alreadyLoggedIn
  /// The server is stopping.
  case stopping
  /// A request sent again had been refused before.
  case refusedBefore
  /// A refusal that this program does not know, in the server's words.
  case other(String)

  /// What was tried on oneself.
  public enum Action: Int, CaseIterable, Sendable {
    /// A message.
    case message = 1
    /// A file.
    case file = 2
  }
}
