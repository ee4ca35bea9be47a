// What others than its own rule have to know of a request. Every request stands once in `trait`, and once in `parts` where
// it names or says something.
extension Request {
  /// How the room counts a request, and how the server log names it.
  private enum Trait {
    /// Nobody types it, and it changes nothing that is stored.
    case silent
    /// Nobody types it, and carrying it out changes what is stored.
    case silentChange
    /// A command of this name that changes nothing, or only after a while.
    case question(String)
    /// A command of this name: carrying it out changes what is stored.
    case change(String)
  }

  @inline(__always)  // Asked several times for every message: without the parts, which would have to be copied.
  private var trait: Trait {
    switch self {
    case .checkName, .logIn, .checkNewName, .register, .checkDeparture, .verifyDeparture, .deregister, .resume: .silent
    case .wantToken, .deliveredTo, .resumeUpload, .resumeDownload, .cancelTransfer, .acknowledge, .leave: .silent
    case .fileReceived: .silentChange
    case .whoelse: .question("whoelse")
    case .wholasthr: .question("wholasthr")
    case .broadcast: .change("broadcast")
    case .message: .change("message")
    case .block: .change("block")
    case .unblock: .change("unblock")
    case .changePassword: .question("password")
    case .listBlocked: .question("blocked")
    case .lastSeen: .question("seen")
    case .lookBack(let query): .question(query.text == nil ? "history" : "search")
    case .offerFile: .question("file")
    case .listFiles, .getFile: .question("fileget")
    case .declineFile: .change("filedecline")
    }
  }

  /// Whether carrying it out changes what is stored, so that doing it twice must be prevented.
  public var isChange: Bool {
    switch trait {
    case .change, .silentChange: true
    case .question, .silent: false
    }
  }

  /// Whether the server log shows it.
  var isLogged: Bool {
    switch trait {
    case .change, .question: true
    case .silent, .silentChange: false
    }
  }

  /// The command and the other person, as the server log shows them; nil for what nobody typed.
  var loggedAs: (name: String, target: String?)? {
    switch trait {
    case .change(let name), .question(let name): (name, parts.person)
    case .silent, .silentChange: nil
    }
  }

  /// What is said to others.
  var body: String? {
    parts.body
  }

  /// What a person has written of a request.
  public struct Parts {
    /// Whom it is about.
    public var person: String?
    /// What is said to others.
    public var body: String?
    /// What is searched for: as long as a body at most, and as private.
    public var query: String?
    /// The name of a file.
    public var file: String?
    /// What the server answers, where it has done this on the connection before and says no more than that.
    public var done: Reply?
  }

  /// What a person has written of it; nothing of a password.
  public var parts: Parts {
    switch self {
    case .checkName, .logIn, .checkNewName, .register, .checkDeparture, .verifyDeparture, .deregister, .resume: Parts()
    case .wantToken, .resumeUpload, .resumeDownload, .cancelTransfer, .acknowledge, .leave, .fileReceived: Parts()
    case .whoelse, .wholasthr, .changePassword, .listBlocked, .listFiles: Parts()
    case .broadcast(let body): Parts(body: body)
    case .message(let name, let body): Parts(person: name, body: body)
    case .block(let name): Parts(person: name, done: .blocked(name: name))
    case .unblock(let name): Parts(person: name, done: .unblocked(name: name))
    case .lastSeen(let name), .deliveredTo(let name): Parts(person: name)
    case .lookBack(let query): Parts(person: query.person, query: query.text)
    case .offerFile(let name, let file, _), .getFile(let name, let file): Parts(person: name, file: file)
    case .declineFile(let name, let file):
      Parts(person: name, file: file, done: .fileDeclined(from: name, name: file))
    }
  }
}
