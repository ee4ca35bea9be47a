import ChatCore

// How each event stands on the console of whoever runs the server.
extension ServerEvent {
  /// The text that the console shows of it.
  var consoleText: String {
    switch self {
    case .connected(let address): "a connection from \(address) was opened"
    case .disconnected(let address): "a connection from \(address) was closed before a log-in"
    case .connectsLeftOut(let count): "\(count) more connections were opened, or closed before a log-in"
    case .refusedFull(let address, let maxCon): "a connection from \(address) was refused: \(maxCon) are online"
    case .connectionRefused(let address, let reason):
      "a connection from \(address) was refused: \(reason.sentence)"
    case .connectionsLeftOut(let reason, let count):
      "\(count) more connections were refused: \(reason.sentence)"
    case .loggedIn(let user, let address, false): "\"\(user)\" has logged in from \(address)"
    case .loggedIn(let user, let address, true): "\"\(user)\" is back from \(address)"
    case .logInFailed(let user, let address, _): "wrong password for \"\(user)\" from \(address)"
    case .logInBlocked(let user, let address, let seconds):
      "\"\(user)\" is blocked on \(address) for \(Parameters.text(ofSeconds: seconds)) seconds"
    case .loggedOut(let user, _, let reason): "\"\(user)\" has logged out (\(reason.word))"
    case .connectionLost(let user, let address, let grace):
      "the connection of \"\(user)\" from \(address) is lost; waiting \(Parameters.text(ofSeconds: grace)) seconds"
    case .registered(let user, let address): "\"\(user)\" was registered from \(address)"
    case .deregistered(let user, let address): "\"\(user)\" was de-registered from \(address)"
    case .passwordChanged(let user, let address): "\"\(user)\" has changed the password from \(address)"
    case .logInRefused(let user, let address, let reason):
      "a log-in\(user.map { " of \"\($0)\"" } ?? "") from \(address) was refused: \(reason.sentence)"
    case .logInsLeftOut(let address, let count): "\(count) more log-ins from \(address) were refused"
    case .command(let user, let name, let target, _):
      "\"\(user)\" used \(name)" + (target.map { " for \"\($0)\"" } ?? "")
    case .commandsLeftOut(let user, let count): "\"\(user)\" used \(count) more commands"
    case .fileStored(let user, let recipient, let file, let size):
      "\"\(user)\" sent \"\(file)\" (\(size) bytes) to \"\(recipient)\""
    case .fileFetched(let user, let sender, let file): "\"\(user)\" fetched \"\(file)\" from \"\(sender)\""
    case .fileDeclined(let user, let sender, let file): "\"\(user)\" declined \"\(file)\" from \"\(sender)\""
    case .transferFailed(let user, let reason): "a transfer of \"\(user)\" failed: \(reason)"
    case .readOnly(let trouble): "nothing new is stored: \(trouble.sentence)."
    case .writable: "the store takes messages again"
    case .diskSilent: "the disk does not answer: what people send waits until it does"
    case .diskAnswers: "the disk answers again"
    }
  }
}

extension ServerEvent.RefusalReason {
  fileprivate var sentence: String {
    switch self {
    case .unknownName: "no account has the name"
    case .credentialsWrong: "no account has the name, and check-password says that the password is wrong"
    case .notChecked(let detail): "check-password could not tell: \(detail)"
    case .blocked(let seconds): "blocked for \(Parameters.text(ofSeconds: (seconds * 10).rounded() / 10)) more seconds"
    case .alreadyOnline: "already online"
    case .full(let maxCon): "\(maxCon) are online"
    case .banned: "the user is banned"
    case .tokenVoid: "the token to come back with is not valid, or not any more"
    case .tooManyFailures(let seconds):
      "too many from there have failed; the next is looked at in "
        + "\(Parameters.text(ofSeconds: (seconds * 10).rounded() / 10)) seconds"
    }
  }
}

extension ServerEvent.ConnectionRefusal {
  fileprivate var sentence: String {
    switch self {
    case .full: "as many are online as MaxCon allows"
    case .address: "too many of its address are open"
    case .unauthenticated: "too many that are not logged in are open"
    case .gaveWay: "too many of its address are not logged in, and another address had to have a place"
    case .helloTime: "it did not say hello in time"
    case .banned: "the address is banned"
    case .descriptors: "the file descriptors are running out"
    }
  }
}
