/// What a store need not keep any longer: nothing that anybody sees depends on it.
public enum Forgotten: Hashable, Sendable {
  /// A stretch of blocking, ended or not, in which nothing was sent that it could have kept away.
  case block(BlockInterval)
  /// That the blocker of this stretch has still to be told of it (`BlockInterval.isUntold`).
  case untold(BlockInterval)
  /// The blocks after wrong passwords that began before this: they have ended.
  case logInBlocks(before: WallTime)
  /// Bans and invitations that have ended by then.
  case ended(by: WallTime)
}
