import ChatCore

/// A line of file_rep.txt: `RECEIVER SENDER FILENAME`, a file that waits. Its bytes lie beside it.
struct FileRecord {
  let line: Int
  let receiver: String
  let sender: String
  let name: String

  /// The name of the file with the bytes.
  var bytesName: String {
    Self.bytesName(sender: sender, receiver: receiver, name: name)
  }

  /// Where the original, which cut names at the first space, left the bytes of a name with one; nil for other names.
  var cutBytesName: String? {
    guard let space = name.utf8.firstIndex(of: UInt8(ascii: " ")), space > name.startIndex else { return nil }
    return Self.bytesName(sender: sender, receiver: receiver, name: String(name[..<space]))
  }

  /// The same without blanks at the end of the line: whose they are shows in the names of the files that are there.
  var withoutBlanksAtEnd: FileRecord {
    FileRecord(line: line, receiver: receiver, sender: sender, name: TextLine.withoutBlanksAtEnd(name))
  }

  /// The line for a file, without a line feed: the last line has none.
  static func text(receiver: String, sender: String, name: String) -> String {
    "\(receiver) \(sender) \(TextLine.guarded(name))"
  }

  /// The name under which the bytes of a file lie.
  static func bytesName(sender: String, receiver: String, name: String) -> String {
    "\(sender)_\(receiver)_\(name)"
  }
}

extension FileRecord {
  init(_ line: TextLine) throws(LineError) {
    let fields = try line.fields(3, expected: "RECEIVER SENDER FILENAME")
    guard !fields[2].isEmpty else { throw line.error("expected RECEIVER SENDER FILENAME") }
    self.init(line: line.number, receiver: fields[0], sender: fields[1], name: fields[2])
  }
}

/// Which bytes belong to which record of a waiting file.
///
/// The original cut stored names at the first space: the bytes of `my notes.txt` may lie under `alice_bob_my`. They are
/// taken when nothing else can be meant: no record of just that name, and no second one that was cut to it. And since
/// names may hold `_`, the bytes of two files may claim one name: nobody gets what may be meant for somebody else.
struct BytesClaims {
  /// Where the bytes of a record are.
  enum Bytes: Hashable {
    /// In the file of that name.
    case found(String)
    /// Nowhere.
    case missing
    /// In a file that another record means too.
    case ambiguous
  }

  private let exist: (String) -> Bool
  private var exact: [TypedText: Set<[TypedText]>] = [:]
  private var cut: [TypedText: Set<[TypedText]>] = [:]

  /// The claims of all records of one directory; `exist` says whether a file of a name lies in it.
  init(_ records: [FileRecord], exist: @escaping (String) -> Bool) {
    self.exist = exist
    for record in records {
      exact[TypedText(record.bytesName), default: []].insert(Self.key(record))
      if let name = record.cutBytesName, !exist(record.bytesName) {
        cut[TypedText(name), default: []].insert(Self.key(record))
      }
    }
  }

  /// Where the bytes of `record`, one of those given, are.
  func bytes(of record: FileRecord) -> Bytes {
    if exist(record.bytesName) {
      return exact[TypedText(record.bytesName)]?.count == 1 ? .found(record.bytesName) : .ambiguous
    }
    guard let name = record.cutBytesName, exact[TypedText(name)] == nil, cut[TypedText(name)]?.count == 1, exist(name)
    else {
      return .missing
    }
    return .found(name)
  }

  /// The parts in which two records are one, should a line stand there twice.
  private static func key(_ record: FileRecord) -> [TypedText] {
    [record.receiver, record.sender, record.name].map(TypedText.init)
  }
}
