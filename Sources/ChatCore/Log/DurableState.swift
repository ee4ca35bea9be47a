/// Everything the room needs to know of its past, as the store holds it: all but the messages.
public struct DurableState: Equatable, Sendable {
  /// No id up to this one may be given again.
  public var idBound = EntryID.zero
  /// Everybody, in the order of registration.
  public var accounts: [Account] = []
  /// The names of accounts that are gone and have messages left, or are blocked.
  public var formerNames: [AccountID: String] = [:]
  /// All stretches of blocking, ended ones too.
  public var blocks: [BlockInterval] = []
  /// All blocks after wrong passwords, ended ones too.
  public var logInBlocks: [LogInBlock] = []
  /// All bans, ended ones too.
  public var bans: [Ban] = []
  /// All invitations that are not used up, ended ones too.
  public var invitations: [Invitation] = []
  /// The files that wait, in the order of their ids.
  public var files: [WaitingFile] = []
  /// How far each run of each person's client has come, in the order in which they appeared.
  public var runs: [KnownRun] = []
  /// Who may come back by which token.
  public var tokens: [AccountID: ResumeTokens.Line] = [:]
  /// What waits for whom: private messages that their receiver has not acknowledged.
  public var mail: [AccountID: WaitingMail] = [:]

  /// The state of an empty room.
  public init() {}
}
