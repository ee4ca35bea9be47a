/// What becomes of a connection, once the server has shown its key.
enum TrustDecision: Hashable, Sendable {
  /// It goes on.
  ///
  /// - Parameters:
  ///   - note: what is remembered from now on; nil when nothing changes.
  ///   - notice: what the person is told; nil when there is nothing to tell.
  case accept(note: KnownHost? = nil, notice: String? = nil)
  /// It goes on if the person says yes to this, and it is remembered then.
  case ask(String, note: KnownHost)
  /// It ends, for this reason, with the next step.
  case refuse(String)
}
