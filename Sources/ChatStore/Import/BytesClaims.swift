import ChatCore

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
