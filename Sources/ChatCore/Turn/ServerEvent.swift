/// Something that whoever runs the server may want to know; a line of the server log, and of its console.
public enum ServerEvent: Equatable, Sendable {
  /// How a session ended.
  public enum LogOutReason: Hashable, Sendable {
    /// The client announced it.
    case farewell(Farewell)
    /// Nothing was typed for TIME_OUT.
    case timedOut
    /// The connection was lost and nobody came back within the grace.
    case lost
    /// The server stopped.
    case serverStopped
    /// The operator put the person out.
    case kicked
    /// The person is banned, or the address.
    case banned
    /// The account is gone.
    case accountGone
  }

  /// Why a log-in was refused without a look at its password.
  public enum RefusalReason: Hashable, Sendable {
    /// No account has the name.
    case unknownName
    /// No account has the name, and the command of `Setting.checkPassword` says that the password is wrong.
    case credentialsWrong
    /// That command could not tell, for this reason.
    case notChecked(String)
    /// The name is blocked on the address, for so many more seconds.
    case blocked(seconds: Double)
    /// The account is online already.
    case alreadyOnline
    /// As many are online as MaxCon allows.
    case full(maxCon: Int)
    /// Too many log-ins from the address have failed; the next is looked at in so many seconds.
    case tooManyFailures(seconds: Double)
    /// The account is banned.
    case banned
    /// The token to come back with is not valid, or not any more.
    case tokenVoid
  }

  /// Why a connection was not taken.
  public enum ConnectionRefusal: String, Hashable, Sendable {
    /// As many are online as MaxCon allows.
    case full
    /// Too many of its address are there.
    case address = "too-many-of-address"
    /// Too many that are not logged in are there.
    case unauthenticated = "too-many-unauthenticated"
    /// It had to make place for another address.
    case gaveWay = "gave-way"
    /// It did not say hello in time.
    case helloTime = "no-hello"
    /// The file descriptors are running out.
    case descriptors
    /// The address is banned.
    case banned
  }

  /// A connection was opened.
  case connected(address: String)
  /// A connection was closed before a log-in.
  case disconnected(address: String)
  /// So many more were opened, or closed before a log-in, and were not logged one by one.
  case connectsLeftOut(count: Int)
  /// A connection was refused because MaxCon are online.
  case refusedFull(address: String, maxCon: Int)
  /// A connection was refused, or closed before its hello.
  case connectionRefused(address: String, ConnectionRefusal)
  /// So many more were, and were not logged one by one.
  case connectionsLeftOut(reason: ConnectionRefusal, count: Int)
  /// Somebody logged in; `resumed` when within the grace after a lost connection.
  case loggedIn(user: String, address: String, resumed: Bool)
  /// A wrong password.
  case logInFailed(user: String, address: String, triesLeft: Int)
  /// The third wrong one.
  case logInBlocked(user: String, address: String, seconds: Double)
  /// A session ended.
  case loggedOut(user: String, address: String, LogOutReason)
  /// A connection was lost without a word; its session waits for so many seconds.
  case connectionLost(user: String, address: String, grace: Double)
  /// A new account.
  case registered(user: String, address: String)
  /// An account is gone.
  case deregistered(user: String, address: String)
  /// Somebody has changed the own password.
  case passwordChanged(user: String, address: String)
  /// A log-in was refused before its password was looked at. `user` is an account: other names are left out, for people
  /// type passwords there.
  case logInRefused(user: String?, address: String, RefusalReason)
  /// So many refused log-ins of one connection were not logged one by one.
  case logInsLeftOut(address: String, count: Int)
  /// A command of somebody; `target` is the other person, where there is one of that name. `body` is the message's, and
  /// there only when it is asked for (`Setting.logBodies`).
  case command(user: String, name: String, target: String?, body: String? = nil)
  /// So many commands of somebody were not logged one by one.
  case commandsLeftOut(user: String, count: Int)
  /// A file arrived whole.
  case fileStored(user: String, recipient: String, file: String, size: Int64)
  /// A file was fetched by its receiver.
  case fileFetched(user: String, sender: String, file: String)
  /// A file was declined by its receiver.
  case fileDeclined(user: String, sender: String, file: String)
  /// A transfer ended before its end.
  case transferFailed(user: String, reason: String)
  /// Nothing can be stored, so that nothing new is taken.
  case readOnly(StorageTrouble)
  /// It can again.
  case writable
  /// The disk has not answered for seconds.
  case diskSilent
  /// And now it has.
  case diskAnswers
}
