extension Request {
  /// How the room counts a request, and how the server log names it.
  private enum Sort {
    /// Nobody types it, and it changes nothing that is stored.
    case silent
    /// Nobody types it, and carrying it out changes what is stored.
    case silentChange
    /// A command of this name that changes nothing, or only after a while.
    case question(String)
    /// A command of this name: carrying it out changes what is stored.
    case change(String)
  }

  /// What a person has written of a request; nothing of a password.
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

  /// Gives `read` what others than its own rule have to know of a request: one row each.
  @inline(__always)  // Asked several times for every message: parts that nobody asks for are not copied.
  private func row<Result>(_ read: (Sort, @autoclosure () -> Parts) -> Result) -> Result {
    switch self {
    case .checkName, .logIn, .checkNewName, .register, .checkDeparture, .verifyDeparture, .deregister, .resume,
      .wantToken, .resumeUpload, .resumeDownload, .cancelTransfer, .acknowledge, .leave:
      read(.silent, Parts())
    case .fileReceived: read(.silentChange, Parts())
    case .whoelse: read(.question("whoelse"), Parts())
    case .wholasthr: read(.question("wholasthr"), Parts())
    case .broadcast(let body): read(.change("broadcast"), Parts(body: body))
    case .message(let name, let body): read(.change("message"), Parts(person: name, body: body))
    case .block(let name): read(.change("block"), Parts(person: name, done: .blocked(name: name)))
    case .unblock(let name): read(.change("unblock"), Parts(person: name, done: .unblocked(name: name)))
    case .changePassword: read(.question("password"), Parts())
    case .listBlocked: read(.question("blocked"), Parts())
    case .lastSeen(let name): read(.question("seen"), Parts(person: name))
    case .deliveredTo(let name): read(.silent, Parts(person: name))
    case .lookBack(let query):
      read(.question(query.text == nil ? "history" : "search"), Parts(person: query.person, query: query.text))
    case .offerFile(let name, let file, _): read(.question("file"), Parts(person: name, file: file))
    case .listFiles: read(.question("fileget"), Parts())
    case .getFile(let name, let file): read(.question("fileget"), Parts(person: name, file: file))
    case .declineFile(let name, let file):
      read(.change("filedecline"), Parts(person: name, file: file, done: .fileDeclined(from: name, name: file)))
    }
  }

  /// Whether carrying it out changes what is stored, so that doing it twice must be prevented.
  public var isChange: Bool {
    row { sort, _ in
      switch sort {
      case .change, .silentChange: true
      case .question, .silent: false
      }
    }
  }

  /// Whether the server log shows it.
  var isLogged: Bool {
    row { sort, _ in
      switch sort {
      case .change, .question: true
      case .silent, .silentChange: false
      }
    }
  }

  /// The command and the other person, as the server log shows them; nil for what nobody typed.
  var loggedAs: (name: String, target: String?)? {
    row { sort, parts in
      switch sort {
      case .change(let name), .question(let name): (name, parts().person)
      case .silent, .silentChange: nil
      }
    }
  }

  /// What a person has written of it.
  public var parts: Parts {
    row { $1() }
  }

  /// What is said to others.
  var body: String? {
    parts.body
  }
}
