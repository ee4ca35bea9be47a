import ChatCore
import FoundationEssentials

extension Wire_LastSeen {
  init(_ name: String, _ seen: LastSeen) {
    self.name = name
    switch seen {
    case .online: online = true
    case .until(let time): self.time = time.microseconds
    case .never: break
    }
  }

  var seen: LastSeen {
    if online { return .online }
    return hasTime ? .until(WallTime(microseconds: time)) : .never
  }
}

extension Wire_DeliveredTo {
  init(_ name: String, _ through: EntryID) {
    self.name = name
    self.through = through.rawValue
  }

  var checkedThrough: EntryID {
    get throws(FrameError) {
      through == 0 ? .zero : try EntryID(wire: through, "DeliveredTo.through")
    }
  }
}

extension Data {
  /// These bytes, if they can be a token.
  func checkedToken(_ field: String) throws(FrameError) -> [UInt8] {
    guard count == FrameLimit.token else { throw .outOfRange(field: field) }
    return [UInt8](self)
  }
}
