import ChatCore

// Uploads whose connection was lost. Their bytes and the state of their digest stay as they are; a restart forgets them.
extension Depot {
  /// Keeps what has come of an upload. Bytes that still come over the old connection are ignored.
  func park(_ session: SessionID, _ transfer: TransferID, _ file: FileID) {
    queue.async { [self] in
      parked[file] = uploads.removeValue(forKey: Key(session: session, transfer: transfer))
    }
  }

  /// Goes on with a parked upload over another connection, and tells from which place on.
  ///
  /// One that is not there any more has come to its end meanwhile, and the room was told so before this was asked for or
  /// will be.
  func resume(_ session: SessionID, _ transfer: TransferID, _ file: FileID) {
    queue.async { [self] in
      guard var upload = parked.removeValue(forKey: file) else { return }
      upload.steps.resume()
      uploads[Key(session: session, transfer: transfer)] = upload
      outlets?.tell(.uploadResumed(session, transfer, file, offset: upload.steps.received))
    }
  }
}
