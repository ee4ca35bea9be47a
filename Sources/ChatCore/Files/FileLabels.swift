/// Finds waiting files by what their receiver types: who has sent them, and what they are called.
///
/// A sender is known by the key of the name, which stays when the account is gone and another one takes the name. A file
/// whose name nobody can type is found under what is shown of it, too. Few files share a label, mostly one has it.
struct FileLabels: Sendable {
  private struct Label: Hashable {
    let recipient: AccountID
    let sender: AccountKey
    let name: TypedText
  }

  private var files: [Label: [FileID]] = [:]

  /// What `recipient` may mean by `name`, sent by somebody whose name has the key `sender`, in the order of arrival.
  func files(named name: String, from sender: AccountKey, for recipient: AccountID) -> [FileID] {
    files[Label(recipient: recipient, sender: sender, name: TypedText(name))] ?? []
  }

  /// Adds `file`, whose sender's name has the key `sender`.
  mutating func insert(_ file: WaitingFile, from sender: AccountKey) {
    for label in labels(of: file, from: sender) {
      files[label, default: []].append(file.id)
    }
  }

  /// Takes out `file`, which was added with that key.
  mutating func remove(_ file: WaitingFile, from sender: AccountKey) {
    for label in labels(of: file, from: sender) {
      files[label]?.removeAll { $0 == file.id }
      if files[label]?.isEmpty == true {
        files[label] = nil
      }
    }
  }

  private func labels(of file: WaitingFile, from sender: AccountKey) -> Set<Label> {
    Set(
      [file.name.text, TerminalSanitizer.line(file.name.text)].map {
        Label(recipient: file.recipient, sender: sender, name: TypedText($0))
      })
  }
}
