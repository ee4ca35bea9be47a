import Foundation
import Testing

/// No table of the room or of the store has a bare `String` as its key, nor a value with one in it: Swift takes two texts
/// for one when they look the same, and the store and the file system do not. `ExactText` says what to use.
///
/// It reads the sources of ChatCore and ChatStore.
@Suite struct BareStringKeyTests {
  /// Keys that hold text which no person has written, and where they stand.
  private static let allowed: [String: String] = [
    "LogInGuard.swift: Place.address": "an address as the system prints it, which is ASCII",
    "LogInFailures.swift: Payer.address": "the same",
    "LogInFailures.swift: Payer.regular": "the same",
    "ImportPlanner.swift: Place.address": "the same, from the system's own reading of list_block.txt",
    "BanBook.swift: [String: Ban]": "addresses too",
    "CheckLine.swift: [String: Int]": "addresses too",
    "DataDirectory.swift: [String: String]": "the environment, which is asked for names of ours",
    "BackupPart.swift: BackupPart.tls": "a file of ours in ASCII, as isTLSName says",
    "Verb.swift: [String: String]": "names of arguments of ours; what is given under another one is refused",
    "VerbTable+Parsing.swift: [String: String]": "the same",
    "ConfigurationText.swift: [String: Int]": "keys of settings, of which all that are not ours are refused",
    "Database.swift: [String: OpaquePointer]": "statements of ours in SQL",
    "StoreInspection.swift: Object.type": "the words of the schema",
    "StoreInspection.swift: Object.name": "the same",
    "StoreInspection.swift: Object.table": "the same",
    "StoreInspection.swift: Object.sql": "the same",
  ]

  private struct Source {
    let name: String
    let text: String
  }

  private let sources: [Source]

  init() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../Sources").standardized
    sources = try ["ChatCore", "ChatStore"].flatMap { room in
      let files = FileManager.default.enumerator(at: root.appending(path: room), includingPropertiesForKeys: nil)
      return try (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.map { file in
        // Comments speak of Set<String> too.
        let lines = try String(contentsOf: file, encoding: .utf8).split(
          separator: "\n", omittingEmptySubsequences: false)
        let code = lines.filter { !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
        return Source(name: file.lastPathComponent, text: code.joined(separator: "\n"))
      }
    }
  }

  @Test func noTableHasAStringAsItsKey() {
    #expect(sources.count > 150, "the sources were not found")
    var found: Set<String> = []
    for source in sources {
      for match in source.text.matches(of: Self.bareKey) {
        found.insert("\(source.name): \(match.output)")
      }
    }
    #expect(found.subtracting(Self.allowed.keys).isEmpty)
    #expect(found.isSuperset(of: Self.allowed.keys.filter { $0.contains("[") }), "the list is longer than it has to be")
  }

  @Test func noKeyHasAStringInIt() {
    let all = sources.map(\.text).joined(separator: "\n")
    // Tables of ours take what they look up as a parameter.
    let tables = ["Set", "Dictionary"] + all.matches(of: /struct (\w+)<\w+: Hashable/).map { String($0.1) }
    #expect(tables.contains("BucketTable"))
    let keys = Set(
      all.matches(of: Self.dictionaryKey).map { String($0.1) }
        + all.matches(of: Self.parameter).filter { tables.contains(String($0.1)) }.map { String($0.2) })
    #expect(keys.isSuperset(of: ["Place", "Label", "AccountKey", "TypedText", "Payer"]), "\(keys.sorted())")
    var found: Set<String> = []
    for source in sources {
      for (type, body) in Self.types(in: source.text) where keys.contains(type) {
        // One type for each meaning, which says how it is compared.
        guard body.firstMatch(of: /^[^{]*\bExactText\b/) == nil, !body.contains("static func == (") else { continue }
        for member in body.matches(of: Self.text) {
          found.insert("\(source.name): \(type).\(member.1 ?? member.2 ?? "")")
        }
      }
    }
    #expect(found.subtracting(Self.allowed.keys).isEmpty)
    #expect(
      found.isSuperset(of: Self.allowed.keys.filter { !$0.contains("[") }), "the list is longer than it has to be")
  }

  /// A dictionary or a set with such a key.
  private static var bareKey: Regex<Substring> {
    /\[(?:String|Substring) ?: ?\w[^\]]*\]|Set<\[?(?:String|Substring)\]?>|Dictionary<(?:String|Substring)\b[^>]*>/
  }

  /// The type of a dictionary's keys.
  private static var dictionaryKey: Regex<(Substring, Substring)> {
    /\[(?:\w+\.)*([A-Z]\w*) ?: ?[\w\[(]/
  }

  /// A generic type, and what it is made for.
  private static var parameter: Regex<(Substring, Substring, Substring)> {
    /(\w+)<\[?(?:\w+\.)*([A-Z]\w*)\]?[>,]/
  }

  /// A stored text of a structure, or the text that a case carries.
  private static var text: Regex<(Substring, Substring?, Substring?)> {
    /(?m)^ *(?:public |private )*(?:let|var) (\w+): \[?(?:String|Substring)\b\??\]?(?! *\{)|case (\w+)\([^)]*\b(?:String|Substring)\b/
  }

  /// The structures and enumerations that stand in `text`, each with everything in its braces.
  private static func types(in text: String) -> [(name: String, body: Substring)] {
    text.matches(of: /\b(?:struct|enum) (\w+)/).map { match in
      var depth = 0
      let end = text[match.range.lowerBound...].utf8.indices.first { index in
        switch text.utf8[index] {
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"): depth -= 1
        default: return false
        }
        return depth == 0
      }
      return (String(match.1), text[match.range.lowerBound..<(end ?? text.endIndex)])
    }
  }
}
