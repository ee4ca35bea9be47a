/// The way of an import with names that exist in our store already.
public enum ImportMode: Sendable {
  /// It refuses.
  case refuse
  /// Our accounts stay as they are; messages, files and blocks for them come in.
  case merge
  /// Our accounts of those names go, with everything that de-registering takes away; theirs come in.
  case replace
}
