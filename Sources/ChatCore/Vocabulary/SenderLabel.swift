/// Whom a delivered message is shown as coming from.
public enum SenderLabel: Hashable, Sendable {
  /// The account of that name.
  case account(String)
  /// An account that had that name and is gone; somebody else may bear the name by now.
  case former(String)
  /// The system itself.
  case system

  /// The name that is shown before the parenthesis.
  public var name: String {
    switch self {
    case .account(let name), .former(let name): name
    case .system: "System"
    }
  }
}
