/// What somebody who is logged in has under way besides messages: few people have any of it at a time.
struct Undertakings: Sendable {
  /// Uploads that run; what becomes of them stands in `Room.uploads`.
  var uploads: [TransferID: FileID] = [:]
  /// Downloads that run.
  var downloads: [TransferID: WaitingFile] = [:]
  /// The one change of the password that may be on its way.
  var passwordChange: PasswordChange?
  /// Questions about the past, the one that is being answered first.
  var past: [PastReading] = []

  /// Whether no file is on its way.
  var isWithoutTransfers: Bool {
    uploads.isEmpty && downloads.isEmpty
  }

  fileprivate static let none = CopiedOnWrite(Undertakings())
}

extension CopiedOnWrite<Undertakings> {
  /// Nothing is under way; that takes no memory.
  static var none: Self {
    Undertakings.none
  }
}
