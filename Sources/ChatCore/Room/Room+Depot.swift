// How much may wait in the depot.
extension Room {
  /// Files that wait and uploads under way, those of lost connections too, of one sender and of all, may be so many and
  /// so large.
  ///
  /// A file that replaces one of the same name is no new file, but its bytes count beside the old one's until it is
  /// there: for that long both are on the disk.
  func requireWaitingRoom(
    for size: Int64, name: FileName, to recipient: AccountID, from member: Member
  ) throws(Refusal) {
    let usage = files.usage(of: member.account)
    let uploading = uploads.usage(of: member.account)
    if let maximum = settings.limit(.filesPerUser) {
      let sender = accounts.name(of: member.account)
      let replaced = files.file(name, of: member.account, called: sender, for: recipient)
      guard replaced != nil || Int64(usage.files + uploading.files) < maximum else {
        throw .tooManyFiles(maximum: Int(maximum))
      }
    }
    if let maximum = settings.limit(.waitingBytesPerUser) {
      guard size <= maximum - usage.bytes - uploading.bytes else { throw .filesTooLarge(maximum: maximum) }
    }
    // Where it is lifted, the sum must not overflow all the same.
    let maximum = settings.limit(.waitingBytes) ?? 1 << 62
    guard size <= maximum - files.bytes - uploads.bytes else { throw .depotFull(maximum: maximum) }
  }
}
