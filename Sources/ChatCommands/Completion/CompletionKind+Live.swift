import ArgumentParser
import ChatServer
import ChatStore
import ChatSystem
import Glibc

/// What the shell's Tab offers for arguments whose values only the data directory or the running server knows. Whatever
/// can't be found out is not offered, without a word.
extension CompletionKind {
  /// The words of `chatctl admin`: commands, parameters, names.
  static let adminWords = live { line in
    AdminCandidates(of: line.directory, patience: serverPatience).words(completing: line.adminLine)
  }

  /// Names of accounts.
  static let users = live { line in
    AdminCandidates(of: line.directory, patience: serverPatience).users
  }

  /// The logs of the data directory, the newest first, and files elsewhere.
  static let logs = live { line in
    let files = (try? LogFiles(directory: line.directory.logs).all()) ?? []
    return files.reversed().map(\.name) + paths(line.typed)
  }

  /// The backups of the data directory, the newest first, and archives elsewhere.
  static let backups = live { line in
    let items = (try? BackupList(line.directory).items()) ?? []
    let names = items.compactMap { item -> String? in
      guard case .entry(let entry) = item else { return nil }
      return entry.name
    }
    return names + paths(line.typed, suffix: ".tar")
  }

  /// How long the server may take, in seconds: whoever pressed Tab waits.
  private static let serverPatience = 0.25

  private static func live(_ candidates: @escaping @Sendable (ShellLine) -> [String]) -> CompletionKind {
    .custom { words, index, prefix in
      let home = getenv("HOME").map { String(cString: $0) }
      let plain = candidates(ShellLine(words, index: index, prefix: prefix, home: home)).filter(isPlain)
      // In zsh a colon begins the description of a candidate.
      guard CompletionShell.requesting == .zsh else { return plain }
      return plain.map { $0.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:") }
    }
  }

  /// Whether no shell sees anything in `candidate` but its characters. Bash expands candidates, commands in them
  /// included, and in a directory of somebody else's a file may have any name.
  private static func isPlain(_ candidate: String) -> Bool {
    !candidate.isEmpty
      && candidate.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "._-+,:@%/".utf8.contains(byte)
        }
      }
  }

  /// The files and directories that the path `typed` may become; none before it has a slash.
  private static func paths(_ typed: String, suffix: String = "") -> [String] {
    guard let slash = typed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return [] }
    let start = typed[..<typed.utf8.index(after: slash)]
    let stem = typed[start.endIndex...]
    let names = (try? DirectoryEntries.names(of: String(start))) ?? []
    return names.compactMap { name in
      var status = stat()
      guard name.utf8.starts(with: stem.utf8), !name.hasPrefix(".") || !stem.isEmpty, stat(start + name, &status) == 0
      else {
        return nil
      }
      // Bash adds the slash itself.
      if status.st_mode & S_IFMT == S_IFDIR { return start + name + (CompletionShell.requesting == .bash ? "" : "/") }
      return name.hasSuffix(suffix) ? start + name : nil
    }
  }
}
