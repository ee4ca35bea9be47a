/// The things that an export could not carry.
public struct ExportReport: Sendable {
  /// Waiting files that were left out, in the order of their ids.
  public var leftOut: [LeftOutFile] = []
  /// Blocks that were left out, sorted by name.
  public var leftOutBlocks: [LeftOutBlock] = []
  /// Bans that were left out.
  public var leftOutBans = 0
  /// Invitations that were left out.
  public var leftOutInvitations = 0

  /// One line for a person about each thing; about those that are alike, one for all.
  public var lines: [String] {
    let counted = [(leftOutBans, "ban"), (leftOutInvitations, "invitation")].filter { $0.0 > 0 }.map { count, what in
      (count == 1 ? "1 \(what) is" : "\(count) \(what)s are") + " left out: the files have no place for such"
    }
    return leftOut.map(\.description) + leftOutBlocks.map(\.description) + counted
  }
}

/// A block of somebody whose account is gone: block_rep.txt has lines for accounts alone.
public struct LeftOutBlock: Hashable, Sendable, CustomStringConvertible {
  /// The name of the one who is blocked.
  public let blocked: String
  /// The name of the one who takes nothing from that person, or from the next one of the name.
  public let blocker: String

  /// One line for a person.
  public var description: String {
    "the block of \"\(blocked)\" by \"\(blocker)\" is left out: \"\(blocked)\" has no account any more"
  }
}

/// A waiting file that text files can't carry.
public struct LeftOutFile: Hashable, Sendable, CustomStringConvertible {
  /// Why.
  public enum Reason: Hashable, Sendable {
    /// Its sender has no account any more.
    case senderGone
    /// `SENDER_RECEIVER_FILENAME` is longer than a file's name can be.
    case nameTooLong
    /// An earlier file has the same `SENDER_RECEIVER_FILENAME`.
    case nameTaken
    /// Its bytes are not there (any more).
    case bytesGone
  }

  /// From whom.
  public let sender: String
  /// For whom.
  public let receiver: String
  /// Its name.
  public let name: String
  /// Why.
  public let reason: Reason

  /// One line for a person.
  public var description: String {
    let why =
      switch reason {
      case .senderGone: "its sender has no account any more"
      case .nameTooLong: "its name would be longer than 255 bytes"
      case .nameTaken: "another file would have the same name"
      case .bytesGone: "its bytes are gone"
      }
    return "the file \"\(name)\" from \"\(sender)\" for \"\(receiver)\" is left out: \(why)"
  }
}
