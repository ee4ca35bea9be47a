import ChatCore
import FoundationEssentials

/// One line of what `chatctl connect --json` reads: a verb, and its arguments as members.
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

  /// The verbs that are requests.
  static let verbs = ChatVerbs.table.verbs.filter { $0.doors != .typed }

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
    tag = members.tag
    do throws(Complaint) {
      content = try Self.content(of: members)
    } catch {
      throw Problem(reason: error.reason, tag: members.tag)
    }
  }

  private struct Complaint: Error {
    let reason: String
  }

  private static func content(of members: RequestMembers) throws(Complaint) -> Content {
    guard let verb = verbs.first(where: { $0.word == members.request }) else { throw unknown(members.request) }
    for argument in verb.arguments {
      let value = members.values[argument.name]
      guard value != nil || argument.need == .optional else {
        throw Complaint(reason: "The request \"\(verb.word)\" needs the member \"\(argument.name)\".")
      }
      // Who asks a server for a place that no log has loses the connection.
      if argument.kind == .entry, let value, !EntryID.sane.contains(Int64(value) ?? 0) {
        throw Complaint(
          reason: "The member \"\(argument.name)\" is from \(EntryID.sane.lowerBound) to \(EntryID.sane.upperBound).")
      }
    }
    switch try? verb.command(with: members.values) {
    case .ask(let request): return .request(request)
    case .leave: return .quit
    case nil, .chat, .more, .send, .fetch, .transfers, .cancel, .password, .help: throw unknown(members.request)
    }
  }

  private static func unknown(_ word: String) -> Complaint {
    Complaint(reason: "There is no request \"\(word)\"; there are \(verbs.map(\.word).joined(separator: ", ")).")
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

/// What a line of JSON holds: the members that any verb takes. Others are none of our business.
private struct RequestMembers: Decodable {
  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      nil
    }
  }

  /// All names, and whether a number stands behind each: it is the same in all verbs.
  private static let known = Dictionary(
    RequestLine.verbs.flatMap(\.arguments).map { ($0.name, $0.isNumber) }, uniquingKeysWith: { known, _ in known })

  let request: String
  let tag: RequestTag?
  private(set) var values: [String: String] = [:]

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Key.self)
    request = try members.decode(String.self, forKey: Key(stringValue: "request"))
    tag = try members.decodeIfPresent(RequestTag.self, forKey: Key(stringValue: "tag"))
    for (name, isNumber) in Self.known {
      let key = Key(stringValue: name)
      values[name] =
        isNumber
        ? try members.decodeIfPresent(Int64.self, forKey: key).map { String($0) }
        : try members.decodeIfPresent(String.self, forKey: key)
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
