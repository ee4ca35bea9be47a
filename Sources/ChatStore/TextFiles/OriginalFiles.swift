import ChatSystem

/// The contents of the six text files of one directory, line by line; who is meant by the names is decided later.
struct OriginalFiles {
  /// Nil when there is no para.txt.
  var parameters: ParameterFile?
  var accounts: [AccountRecord] = []
  var messages: [MessageRecord] = []
  var files: [FileRecord] = []
  var blocks: [BlockRecord] = []
  var logInBlocks: [LogInBlockRecord] = []

  /// Parses the files' bytes; a missing one means empty.
  ///
  /// - Throws: `LineError` for the first line that does not parse.
  init(_ bytes: [OriginalPart: [UInt8]]) throws(LineError) {
    for part in OriginalPart.allCases {
      guard let bytes = bytes[part] else { continue }
      if part == .parameters {
        parameters = try ParameterFile(bytes)
        continue
      }
      for line in try TextLine.lines(of: bytes, in: part.fileName) {
        switch part {
        case .parameters: break
        case .accounts: accounts.append(try AccountRecord(line))
        case .messages: messages.append(try MessageRecord(line))
        case .files: files.append(try FileRecord(line))
        case .blocks: blocks.append(try BlockRecord(line))
        case .logInBlocks: logInBlocks.append(try LogInBlockRecord(line))
        }
      }
    }
  }

  /// Reads the files of `directory`.
  ///
  /// - Throws: `OriginalFilesError`; `.nothingThere` when there is none of them.
  static func read(from directory: String) throws(OriginalFilesError) -> OriginalFiles {
    var bytes: [OriginalPart: [UInt8]] = [:]
    do throws(FileError) {
      for part in OriginalPart.allCases {
        bytes[part] = try FileBytes.read("\(directory)/\(part.fileName)")
      }
    } catch {
      throw .file(error)
    }
    guard !bytes.isEmpty else { throw .nothingThere(directory) }
    return try rethrow(OriginalFiles(bytes), as: OriginalFilesError.line)
  }
}

/// The six text files of the original system, in the order in which they are written.
public enum OriginalPart: String, CaseIterable, Sendable {
  /// The four parameters.
  case parameters = "para.txt"
  /// Accounts and what their passwords are checked against.
  case accounts = "user_pass.txt"
  /// Messages that were not delivered yet.
  case messages = "message_rep.txt"
  /// Files that wait.
  case files = "file_rep.txt"
  /// Blocks between people: who takes nothing from whom.
  case blocks = "block_rep.txt"
  /// Blocks after wrong passwords.
  case logInBlocks = "list_block.txt"

  /// The file's name.
  public var fileName: String {
    rawValue
  }
}

/// Why the original's files could not be imported or exported. Nothing has changed.
public enum OriginalFilesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// None of the six files is in that directory.
  case nothingThere(String)
  /// A line can't be used.
  case line(LineError)
  /// These names exist in our store already.
  case namesTaken([String])
  /// A password could not be hashed, for this reason.
  case hashing(String)
  /// A file could not be read or written.
  case file(FileError)
  /// The store could not be read or written.
  case store(StoreError)

  /// One sentence for a person, with the next step where there is one.
  public var description: String {
    switch self {
    case .nothingThere(let path):
      "there is none of the files \(OriginalPart.allCases.map(\.fileName).joined(separator: ", ")) in \(path)"
    case .line(let error):
      "\(error)"
    case .namesTaken(let names):
      "\(names.count == 1 ? "this name exists" : "these names exist") already: \(names.joined(separator: ", ")). "
        + "Use --merge to keep ours or --replace to take theirs."
    case .hashing(let reason):
      "a password could not be hashed: \(reason)"
    case .file(let error):
      "\(error)"
    case .store(let error):
      "\(error)"
    }
  }
}
