/// One kind of line of the server log: a row of the table that the log is written by, that `chatctl log events` prints,
/// and that `--event` is checked against.
public struct LogEvent: Hashable, Sendable {
  /// As it stands in the line's `event`.
  public let name: String
  /// As it stands in the line's `level`.
  public let level: LogLevel
  /// The fields after time, level and event, in their order; one that is not always there ends in `?`.
  public let fields: [String]
  /// Its meaning, for people.
  public let meaning: String

  private init(_ name: String, _ level: LogLevel, _ fields: [String], _ meaning: String) {
    self.name = name
    self.level = level
    self.fields = fields
    self.meaning = meaning
  }

  /// The row of this name; nil when there is none.
  public static func named(_ name: String) -> LogEvent? {
    all.first { $0.name == name }
  }
}

extension LogEvent {
  static let connect = LogEvent("connect", ["address"], "a connection was opened")
  static let disconnect = LogEvent("disconnect", ["address"], "a connection was closed before a log-in")
  static let connectsLeftOut = LogEvent(
    "connects-left-out", ["count"],
    "so many more connections were opened, or closed before a log-in, in a second: past 20 a second they are counted")
  static let refusedFull = LogEvent(
    "refused-full", .warning, ["address", "maxCon"], "a connection was refused: MaxCon people are online")
  static let connectionRefused = LogEvent(
    "connection-refused", .warning, ["address", "reason"],
    "a connection was refused or put out: too-many-of-address, too-many-unauthenticated, gave-way (to another address), "
      + "no-hello (in time), descriptors (they are running out) or banned")
  static let connectionsLeftOut = LogEvent(
    "connections-left-out", .warning, ["reason", "count"],
    "so many more connections were refused since the last line about that reason")
  static let logIn = LogEvent(
    "log-in", ["user", "address", "resumed"],
    "somebody logged in; resumed is yes within the grace after a lost connection")
  static let logInFailed = LogEvent(
    "log-in-failed", .warning, ["user", "address", "triesLeft"], "a wrong password")
  static let logInBlocked = LogEvent(
    "log-in-blocked", .warning, ["user", "address", "seconds"],
    "the third wrong password: the name is blocked on the address for BLOCK_TIME")
  static let logInRefused = LogEvent(
    "log-in-refused", .warning, ["user?", "address", "reason", "seconds?", "maxCon?", "detail?"],
    "a log-in was refused before its password was looked at: unknown-name, blocked, already-online, full, "
      + "banned (after a right password), token-void (of a client that comes back) or too-many-failures (of the address); "
      + "or check-password found no account's credentials wrong (credentials-wrong), or could not tell (not-checked, and "
      + "detail says why); the user is "
      + "left out where no account has the name, for people type passwords there")
  static let logInsLeftOut = LogEvent(
    "log-ins-left-out", .warning, ["address", "count"],
    "so many more log-ins of one connection were refused in a second: past 20 a second they are counted")
  static let logOut = LogEvent(
    "log-out", ["user", "address", "reason"],
    "a session ended: logout, quit, window closed, time out, connection lost, server stopped, kicked, banned or account "
      + "gone")
  static let connectionLost = LogEvent(
    "connection-lost", ["user", "address", "grace"],
    "a connection was lost without a word; its person counts as online for so many seconds more")
  static let register = LogEvent("register", ["user", "address"], "a new account")
  static let deregister = LogEvent("de-register", ["user", "address"], "an account is gone")
  static let passwordChanged = LogEvent(
    "password-changed", ["user", "address"], "somebody has changed the own password")
  static let command = LogEvent(
    "command", ["user", "command", "target?", "body?"],
    "a command; target is the other person, body what was written, which serve --log-bodies asks for")
  static let commandsLeftOut = LogEvent(
    "commands-left-out", ["user", "count"],
    "so many more commands of one person in a second: past 20 a second they are counted")
  static let fileStored = LogEvent(
    "file-stored", ["user", "recipient", "file", "size"],
    "a file arrived whole and waits for its receiver; size in bytes")
  static let fileFetched = LogEvent("file-fetched", ["user", "sender", "file"], "a file was fetched by its receiver")
  static let fileDeclined = LogEvent(
    "file-declined", ["user", "sender", "file"], "a file was declined by its receiver")
  static let transferFailed = LogEvent(
    "transfer-failed", .warning, ["user", "reason"], "a transfer ended before its end")
  static let readOnly = LogEvent("read-only", .error, ["reason"], "nothing can be stored: the room takes nothing new")
  static let writable = LogEvent("writable", [], "it takes messages again")
  static let diskSilent = LogEvent(
    "disk-silent", .error, [], "the disk has not answered for two seconds: what people send waits until it does")
  static let diskAnswers = LogEvent("disk-answers", [], "the disk answers again")
  static let stranger = LogEvent(
    "stranger", .warning, ["address", "reason"],
    "a connection came to nothing before its hello: TLS failed, or it spoke something else")
  static let strangersLeftOut = LogEvent(
    "strangers-left-out", .warning, ["count"],
    "so many more such connections in a second: past 20 a second they are counted")
  static let certificate = LogEvent("certificate", ["detail"], "the certificate was read again; its fingerprint")
  static let certificateError = LogEvent(
    "certificate-error", .error, ["detail"], "the certificate could not be read again; the old one stays")
  static let certificateEnds = LogEvent(
    "certificate-ends", .warning, ["detail"], "the certificate has ended, ends soon, or does not hold yet")
  static let start = LogEvent("start", ["detail"], "the server has started; its version and address")
  static let stop = LogEvent("stop", ["detail"], "the server stops; what made it")
  static let reload = LogEvent("reload", ["detail"], "para.txt or the settings were read again")
  static let reloadError = LogEvent(
    "reload-error", .error, ["detail"], "para.txt or the settings could not be read; the old values stay")
  static let admin = LogEvent(
    "admin", ["uid", "pid", "command"], "somebody changed something from another shell or the console")
  static let storeError = LogEvent("store-error", .error, ["detail"], "something could not be stored")
  static let syncError = LogEvent(
    "sync-error", .error, ["detail"], "the disk does not keep what is written to it: the server stops at once")
  static let backup = LogEvent("backup", ["detail"], "a backup was made by itself; where it is")
  static let backupError = LogEvent("backup-error", .error, ["detail"], "such a backup could not be made")
  static let acceptError = LogEvent("accept-error", .error, ["detail"], "connections can't be accepted for now")
  static let linesLost = LogEvent(
    "lines-lost", .error, ["count", "since"], "so many lines of this log could not be written since then")

  /// Every kind there is, in the order of a session's life.
  public static let all = [
    start, stop, stranger, strangersLeftOut, connect, disconnect, connectsLeftOut, refusedFull, connectionRefused,
    connectionsLeftOut, logIn, logInFailed, logInBlocked, logInRefused, logInsLeftOut, logOut, connectionLost, register,
    deregister, passwordChanged, command, commandsLeftOut, fileStored, fileFetched, fileDeclined, transferFailed, admin,
    reload, reloadError, certificate, certificateError, certificateEnds, readOnly, writable, diskSilent, diskAnswers,
    storeError, syncError, backup, backupError, acceptError, linesLost,
  ]

  private init(_ name: String, _ fields: [String], _ meaning: String) {
    self.init(name, .info, fields, meaning)
  }
}

/// How much a line of the server log matters.
public enum LogLevel: String, CaseIterable, Sendable {
  /// Something that happens every day.
  case info
  /// Something that may want a look.
  case warning
  /// Something that went wrong.
  case error
}
