import ChatCore
import FoundationEssentials

/// One line of what `chatctl connect --json` reads.
struct RequestLine: Equatable {
  /// What is asked for.
  enum Content: Equatable {
    /// Something of the server.
    case request(Request)
    /// The end of the program.
    case quit
  }

  /// Why a line is no request, for people.
  struct Problem: Error, Hashable {
    /// What is wrong, with what would be right.
    let reason: String
    /// What it was named with, if that much could be read.
    var tag: RequestTag?
  }

  /// The words that a request begins with, and the members that go with each.
  enum Word: String, CaseIterable {
    case message, broadcast, whoelse, wholasthr, block, unblock, blocked, seen, delivered, history, search, files
    case filedecline, quit

    /// In the order of the manual; one that may be left out ends in `?`.
    var members: [String] {
      switch self {
      case .message: ["to", "body"]
      case .broadcast: ["body"]
      case .block, .unblock, .seen, .delivered: ["name"]
      case .history: ["with?", "before?", "limit?"]
      case .search: ["text", "with?", "before?", "limit?"]
      case .filedecline: ["from", "file"]
      case .whoelse, .wholasthr, .blocked, .files, .quit: []
      }
    }
  }

  /// As many messages of the past as are given unless a request says otherwise.
  static let usualLimit = 20

  let content: Content
  let tag: RequestTag?

  /// What `line` asks for; nil for a blank one.
  ///
  /// - Throws: `Problem`.
  init?(_ line: RequestLineCutter.Line) throws(Problem) {
    guard case .bytes(let bytes) = line else {
      throw Problem(reason: "The line is longer than \(RequestLineCutter.longest) bytes.")
    }
    guard bytes.contains(where: { !JSONText.whiteSpace.contains($0) }) else { return nil }
    let members = try Self.members(of: bytes)
    guard let word = Word(rawValue: members.request) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(reason: "There is no request \"\(members.request)\"; there are \(known).", tag: members.tag)
    }
    content = try members.content(word)
    tag = members.tag
  }

  private static func members(of bytes: [UInt8]) throws(Problem) -> RequestMembers {
    do {
      return try JSONDecoder().decode(RequestMembers.self, from: Data(bytes))
    } catch DecodingError.keyNotFound {
      throw Problem(reason: "The member \"request\" is missing.")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
      guard let member = context.codingPath.last?.stringValue else {
        throw Problem(reason: "The line is no JSON object.")
      }
      throw Problem(reason: "The member \"\(member)\" is of the wrong type.")
    } catch {
      throw Problem(reason: "The line is no JSON, or no UTF-8.")
    }
  }
}

/// A name that a program has given its request: the reply carries it.
enum RequestTag: Hashable, Sendable, Decodable {
  case text(String)
  case number(Int64)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int64.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// As it stood in the request.
  var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .integer(number)
    }
  }
}
