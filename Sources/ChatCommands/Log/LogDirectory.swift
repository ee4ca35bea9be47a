import ChatCore
import ChatServer
import ChatStore
import ChatSystem
import Glibc

/// The logs of a data directory, with a sentence for whatever is missing.
struct LogDirectory {
  let files: LogFiles
  private let data: DataDirectory

  init(_ data: DataDirectory) {
    self.data = data
    files = LogFiles(directory: data.logs)
  }

  /// Whether a server has the directory now.
  var isServerRunning: Bool {
    DirectoryLock.holder(of: data) != nil
  }

  /// What is said when there is no log.
  var none: String {
    "there are no logs in \(data.logs) yet: a server on this data directory writes them."
  }

  /// Every log, the oldest first.
  ///
  /// - Throws: `Failure` also when there is none.
  func all() throws(Failure) -> [LogFileInfo] {
    try requireDirectory()
    let logs = try found()
    guard !logs.isEmpty else { throw Failure(message: none, code: EXIT_FAILURE) }
    return logs
  }

  /// The live log, else the one that was finished last.
  func newest() throws(Failure) -> LogFileInfo {
    guard let newest = try all().last else { throw Failure(message: none, code: EXIT_FAILURE) }
    return newest
  }

  /// Calls `body` with every line of every log, in the order of time, until it says not to go on. Logs that ended before
  /// `since` are not read.
  func forEachLine(
    since: WallTime? = nil, requiringLogs: Bool = true, _ body: (LoggedLine) -> Bool
  ) throws(Failure) {
    var goesOn = true
    for log in try requiringLogs ? all() : found() {
      // A file may have been touched later than its last line was written, never earlier.
      if let since, log.end < since { continue }
      guard goesOn else { return }
      do throws(FileError) {
        try LogFileReader.forEachLine(of: log.path) { line in
          goesOn = body(line)
          return goesOn
        }
      } catch {
        throw Failure(error)
      }
    }
  }

  /// The path of the log that a person names: one of the list, or any file by its path.
  func path(of name: String) throws(Failure) -> String {
    if name.utf8.contains(UInt8(ascii: "/")) {
      let isThere: Bool
      do throws(FileError) {
        isThere = try FileDescriptor.regular(name) != nil
      } catch {
        throw Failure(error)
      }
      guard isThere else {
        throw Failure(message: "there is no file \(TerminalSanitizer.line(name)).", code: EXIT_FAILURE)
      }
      return name
    }
    let logs = try all()
    if let log = logs.first(where: { $0.name == name }) { return log.path }
    let nearest = EditDistance.nearest(to: name, in: logs.reversed(), spelling: \.name).map { $0.name } ?? ""
    throw Failure(
      message:
        "there is no log \"\(TerminalSanitizer.line(name))\"; the nearest is \(nearest). `chatctl log list` shows "
        + "all.", code: EXIT_FAILURE)
  }

  /// Refuses a data directory that is none.
  func requireDirectory() throws(Failure) {
    var status = stat()
    guard stat(data.path, &status) != 0 else { return try data.requireReadable() }
    guard errno == ENOENT || errno == ENOTDIR else { throw Failure(FileError(.open, data.path)) }
    throw Failure(
      message: "there is no data directory \(data.path). Name the server's with --data, or start a server.",
      code: EXIT_FAILURE)
  }

  private func found() throws(Failure) -> [LogFileInfo] {
    do throws(FileError) {
      return try files.all()
    } catch {
      throw Failure(error)
    }
  }
}
