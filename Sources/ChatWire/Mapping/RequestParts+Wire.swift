import ChatCore

extension Wire_Credentials {
  init(_ name: String, _ password: String = "", code: String? = nil) {
    self.name = name
    self.password = password
    self.code = code ?? ""
  }
}

extension Wire_PasswordChange {
  init(old: String, new: String) {
    self.old = old
    self.new = new
  }
}

extension Wire_DirectMessage {
  init(to receiver: String, _ body: String) {
    to = receiver
    self.body = body
  }
}

extension Wire_FileOffer {
  init(to receiver: String, _ name: String, _ size: Int64) {
    to = receiver
    self.name = name
    self.size = size
  }
}

extension Wire_FileChoice {
  init(from sender: String, _ name: String) {
    from = sender
    self.name = name
  }
}

extension Wire_Farewell {
  init(_ farewell: Farewell) {
    switch farewell {
    case .logout: self = .logout
    case .quit: self = .quit
    case .windowClosed: self = .windowClosed
    }
  }
}

extension Farewell {
  init?(_ wire: Wire_Farewell) {
    switch wire {
    case .logout: self = .logout
    case .quit: self = .quit
    case .windowClosed: self = .windowClosed
    case .unspecified, .UNRECOGNIZED: return nil
    }
  }
}

extension EntryID {
  init(wire: Int64, _ field: String) throws(FrameError) {
    self.init(rawValue: try WireRange.ids.check(wire, field))
  }
}

extension FileID {
  init(wire: Int64, _ field: String) throws(FrameError) {
    self.init(rawValue: try WireRange.ids.check(wire, field))
  }
}
