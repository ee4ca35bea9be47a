import ChatCore
import FoundationEssentials

extension Wire_StoredForLater {
  init(_ id: EntryID, _ name: String) {
    self.id = id.rawValue
    self.name = name
  }
}

extension Wire_UploadAccepted {
  init(_ transfer: TransferID, _ credit: Int64) {
    self.transfer = transfer.rawValue
    self.credit = credit
  }
}

extension Wire_UploadResumed {
  init(_ transfer: TransferID, _ offset: Int64, _ credit: Int64) {
    self.transfer = transfer.rawValue
    self.offset = offset
    self.credit = credit
  }
}

extension Wire_DownloadAccepted {
  init(_ transfer: TransferID, _ file: FileID, _ name: String, _ size: Int64, _ digest: [UInt8]) {
    self.transfer = transfer.rawValue
    self.file = file.rawValue
    self.name = name
    self.size = size
    self.digest = Data(digest)
  }
}

extension Wire_FileListing {
  init(_ file: FileListing) {
    sender = file.sender
    name = file.name
    size = file.size
  }
}

extension FileListing {
  init(_ wire: Wire_FileListing) throws(FrameError) {
    self.init(
      sender: wire.sender, name: wire.name, size: try WireRange.sizes.check(wire.size, "FileListing.size"))
  }
}
