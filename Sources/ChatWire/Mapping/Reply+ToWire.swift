import ChatCore
import FoundationEssentials

extension Wire_Reply {
  /// The replies that carry `reply`: one, or several for a long list.
  static func parts(number: UInt64, _ reply: Reply) -> [Wire_Reply] {
    switch reply {
    case .others(let names):
      Wire_Names.parts(of: names).map { Wire_Reply(number: number, .others($0)) }
    case .lastHour(let names):
      Wire_Names.parts(of: names).map { Wire_Reply(number: number, .lastHour($0)) }
    case .blockedPeople(let names):
      Wire_Names.parts(of: names).map { Wire_Reply(number: number, .blockedPeople($0)) }
    case .past(let messages):
      Wire_PastMessages.parts(of: messages).map { Wire_Reply(number: number, .past($0)) }
    case .waitingFiles(let files):
      Wire_FileListings.parts(of: files).map { Wire_Reply(number: number, .waitingFiles($0)) }
    default:
      [Wire_Reply(number: number, OneOf_Result(reply))]
    }
  }

  private init(number: UInt64, _ result: OneOf_Result) {
    self.number = number
    self.result = result
  }
}

extension Wire_Reply.OneOf_Result {
  /// The result in one piece, whatever its size.
  fileprivate init(_ reply: Reply) {
    switch reply {
    case .refused(let refusal): self = .refused(Wire_Refusal(refusal))
    case .nameKnown: self = .nameKnown(Wire_Nothing())
    case .nameFree: self = .nameFree(Wire_Nothing())
    case .welcome(let name): self = .welcome(name)
    case .registered(let name): self = .registered(name)
    case .departureVerified(let name): self = .departureVerified(name)
    case .deregistered(let name): self = .deregistered(name)
    case .others(let names): self = .others(Wire_Names(names))
    case .lastHour(let names): self = .lastHour(Wire_Names(names))
    case .stored(let id): self = .stored(id.rawValue)
    case .storedForLater(let id, let name): self = .storedForLater(Wire_StoredForLater(id, name))
    case .blocked(let name): self = .blocked(name)
    case .unblocked(let name): self = .unblocked(name)
    case .passwordChanged: self = .passwordChanged(Wire_Nothing())
    case .token(let bytes): self = .token(Data(bytes))
    case .blockedPeople(let names): self = .blockedPeople(Wire_Names(names))
    case .lastSeen(let name, let seen): self = .lastSeen(Wire_LastSeen(name, seen))
    case .deliveredTo(let name, let through): self = .deliveredTo(Wire_DeliveredTo(name, through))
    case .past(let messages): self = .past(Wire_PastMessages(messages))
    case .uploadResumed(let transfer, let offset, let credit):
      self = .uploadResumed(Wire_UploadResumed(transfer, offset, credit))
    case .uploadAccepted(let transfer, let credit): self = .uploadAccepted(Wire_UploadAccepted(transfer, credit))
    case .fileStored(let name): self = .fileStored(name)
    case .waitingFiles(let files): self = .waitingFiles(Wire_FileListings(files))
    case .downloadAccepted(let transfer, let file, let name, let size, let digest):
      self = .downloadAccepted(Wire_DownloadAccepted(transfer, file, name, size, digest))
    case .fileHandedOver: self = .fileHandedOver(Wire_Nothing())
    case .fileDeclined(let sender, let name): self = .fileDeclined(Wire_FileChoice(from: sender, name))
    case .transferCancelled: self = .transferCancelled(Wire_Nothing())
    case .goodbye(let farewell): self = .goodbye(Wire_Farewell(farewell))
    case .doneBefore: self = .doneBefore(Wire_Nothing())
    }
  }
}
