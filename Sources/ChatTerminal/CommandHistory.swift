import ChatSystem

/// The history of a prompt on a terminal: kept in a file where that works, else for this run alone, which is told once.
public struct CommandHistory {
  /// Nil when it can't be kept, or must not.
  private var file: HistoryFile?
  /// Why it can't, until somebody was told.
  private var trouble: FileError?

  /// A history that begins empty and ends with this run.
  public init() {}

  /// The history in the file at `path`.
  public init(path: String) {
    do throws(FileError) {
      file = try HistoryFile(path: path)
    } catch {
      trouble = error
    }
  }

  /// The commands of earlier runs, the oldest first.
  public var lines: [String] {
    file?.lines ?? []
  }

  /// Keeps `line` for the next run.
  public mutating func append(_ line: String) {
    do throws(FileError) {
      try file?.append(line)
    } catch {
      file = nil
      trouble = error
    }
  }

  /// A sentence for the person when it has turned out that nothing is kept; nil ever after. A path in it is as it is: to
  /// be made safe to show.
  public mutating func takeNotice() -> String? {
    defer { trouble = nil }
    return trouble.map { "What you type here is not remembered for the next time: \($0)." }
  }
}
