import ChatCore
import ChatSystem
import ChatTerminal
import Glibc

/// The person's own files, as `file` takes them: relative to where the program runs, `~/` for the home directory.
enum OwnFiles {
  /// What `file` opens when `path` was typed: `~` and `~/…` are in the home directory.
  static func expanded(_ path: String, home: String? = getenv("HOME").map { String(cString: $0) }) -> String {
    guard path == "~" || path.utf8.starts(with: "~/".utf8), let home, !home.isEmpty else { return path }
    return home + path.dropFirst()
  }

  /// What a half-typed `path` may become, in the order of the alphabet. Directories end with a slash. Hidden files are left
  /// out until a dot is typed, and so is what has control characters in its name.
  ///
  /// Blocks as long as the file system does.
  static func candidates(for path: String) -> [Completion.Candidate] {
    guard path != "~" else { return [Completion.Candidate("~/")] }
    let start = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
    let directory = path[..<start]
    let beginning = path[start...]
    let place = directory.isEmpty ? "./" : expanded(String(directory))
    let names = (try? DirectoryEntries.names(of: place)) ?? []
    return names.filter { name in
      name.utf8.starts(with: beginning.utf8) && (beginning.hasPrefix(".") || !name.hasPrefix(".")) && name != "."
        && name != ".."
        && !name.unicodeScalars.contains(where: TerminalSanitizer.isUnsafe)
    }.sorted().map { name in
      let shown = isDirectory(place + name) ? name + "/" : name
      return Completion.Candidate(directory + shown, label: shown)
    }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
