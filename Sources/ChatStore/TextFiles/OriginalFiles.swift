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
    do throws(LineError) {
      return try OriginalFiles(bytes)
    } catch {
      throw .line(error)
    }
  }
}
