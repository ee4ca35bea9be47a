import ChatCore
import ChatNet
import ChatSystem

/// Why a file of the person's own can't be read or written.
enum LocalFileError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing(path: String)
  /// It is a directory.
  case directory(path: String)
  /// It is neither a file nor a directory: a pipe, a device, a socket.
  case notRegular(path: String)
  /// The last component of its path can't be the name of a file that is sent.
  case nameNotAllowed(path: String)
  /// The system refused `operation` with `code` (an errno).
  case system(operation: Operation, path: String, code: Int32)
  /// The file's size was another one when it was sent.
  case changed(path: String)
  /// The bytes that came are not those whose digest was announced.
  case damaged(name: String)
  /// More bytes came than were announced, or the end came too early.
  case wrongLength(name: String)
  /// Every name that the file could be saved under is taken.
  case noFreeName(name: String)

  /// What was being done.
  enum Operation: Hashable, Sendable {
    case reading
    case writing
  }

  /// What the person reads, the next step included.
  var sentence: String {
    switch self {
    case .missing(let path):
      "Error! There is no file \"\(shown(path))\" here. Please check its name!"
    case .directory(let path):
      "Error! \"\(shown(path))\" is a directory. Please pack it first, and send the packed file: \(packing(path))"
    case .notRegular(let path):
      "Error! \"\(shown(path))\" is not a regular file. Please copy what it holds into one, and send that!"
    case .nameNotAllowed(let path):
      "Error! \"\(shown(path))\" can't be sent under that name. Please give the file a shorter name on one line!"
    case .system(.reading, let path, let code):
      "Error! \"\(shown(path))\" can't be read: \(String(systemError: code)). Please check who may read it!"
    case .system(.writing, let path, let code):
      "Error! \"\(shown(path))\" can't be saved here: \(String(systemError: code)). The server keeps it; please make room or "
        + "change the directory, and type \"fileget\" again!"
    case .changed(let path):
      "Error! \"\(shown(path))\" changed while it was being sent. Please send it again!"
    case .damaged(let name):
      "Error! \"\(shown(name))\" arrived damaged and was not kept. The server keeps it; please type \"fileget\" again!"
    case .wrongLength(let name):
      "Error! \"\(shown(name))\" came with another length than announced, and was not kept. Please type \"fileget\" "
        + "again!"
    case .noFreeName(let name):
      "Error! All names like \"\(shown(name))\" are taken here. The server keeps the file; please tidy up, and type "
        + "\"fileget\" again!"
    }
  }

  /// The command that packs the directory at `path`, for a shell.
  private func packing(_ path: String) -> String {
    var name = path
    while name.utf8.count > 1, name.utf8.last == UInt8(ascii: "/") {
      name.unicodeScalars.removeLast()
    }
    let last = name.utf8.split(separator: UInt8(ascii: "/")).last.flatMap(String.init) ?? ""
    let archive = ["", ".", ".."].contains(last) ? "packed" : last
    return "tar czf \(shown(archive + ".tar.gz").shellWord) \(shown(name).shellWord)"
  }

  private func shown(_ text: String) -> String {
    TerminalSanitizer.line(text)
  }
}
