/// Something that everybody who follows the log carries out in its place, as an entry, and that is not kept as one: who
/// comes and goes, and what each person has read. What of it outlives the server is stored as it stands (`LogBatch`).
public enum Passage: Sendable {
  /// Somebody has logged in on this session of the server that says so, with this run of a client program. With a token the
  /// new session may take the place of an older one.
  indirect case entered(AccountID, SessionID, run: UInt64, token: TokenDigest?)
  /// The connection of this session is lost, and its person is awaited.
  indirect case lost(AccountID, SessionID, address: String)
  /// Who was logged in on this session, or without one was awaited, is online no more. Who was `lost` keeps the token; when
  /// somebody went is not always `known`.
  case left(AccountID, SessionID?, isLost: Bool, isKnown: Bool)
  /// The server is gone: those on it are awaited by the one that says so.
  case serverGone(ServerID)
  /// Somebody has read everything up to this entry.
  case read(AccountID, through: EntryID)
  /// Somebody may come back by a token with this digest.
  indirect case tokenIssued(AccountID, TokenDigest, run: UInt64)
  /// And by no token any more.
  case tokensVoided(AccountID)
}
