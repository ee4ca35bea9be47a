import ChatCore
import ChatSystem
import Glibc

/// Reads a log on and on, into the next one when it is finished: across rotation, a stop and the next start.
///
/// It holds the file that it reads, not the name: what is renamed is read to its end before the next one begins, so no
/// line is left out and none comes twice. `inotify(7)` says when there is something to read; where that does not work
/// (network file systems), looking once a second does. One thread at a time.
public final class LogFollower {
  private let files: LogFiles
  private var file: FileDescriptor?
  private var identity: FileIdentity?
  /// Those that were read or that were there before, as far as they still are, and the time of the newest line: by them
  /// the place is found again when the file is deleted, and among logs that started in one millisecond.
  private var done: Set<Mark> = []
  private var lastTime: WallTime?
  private var cutter = LineCutter()
  private var offset: Int64 = 0
  private let notifier: Int32
  private var isWatching = false

  /// A log that was read. The system gives the number of a deleted file to a new one, which starts at another time.
  private struct Mark: Hashable {
    let identity: FileIdentity
    let start: WallTime

    init(_ log: LogFileInfo) {
      identity = log.identity
      start = log.start
    }
  }

  /// How long to wait at most before looking again, in milliseconds.
  private static let interval: Int32 = 1_000

  /// Follows the logs of `files`, from the last `count` lines of the one that is the newest now, or from what comes first
  /// if there is none yet.
  ///
  /// - Throws: `FileError`.
  public init(_ files: LogFiles, last count: Int) throws(FileError) {
    self.files = files
    notifier = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    watch()
    let logs = try files.all()
    if let newest = logs.last {
      done = Set(logs.dropLast().map(Mark.init))
      try begin(newest.path, at: try LogFileReader.start(ofLast: count, in: newest.path))
    }
  }

  deinit {
    if notifier >= 0 {
      close(notifier)
    }
  }

  /// All whole lines that came since the last call, and the torn last line of a log that is finished.
  ///
  /// - Throws: `FileError`.
  public func read() throws(FileError) -> [LoggedLine] {
    var lines: [LoggedLine] = []
    while true {
      // Asked before the reading: a log that has lost its name by now gets no more lines, so its end is the end.
      let isFinished = identity != nil && FileIdentity(path: files.livePath) != identity
      try readOn(&lines)
      guard isFinished || identity == nil, let next = try successor() else { return lines }
      cutter.finish { lines.append($0) }
      try begin(next.path)
    }
  }

  /// Waits until there may be something new, for a second at most.
  public func wait() {
    watch()
    var ready = pollfd(fd: notifier, events: Int16(POLLIN), revents: 0)
    // A negative descriptor is one that poll(2) skips.
    guard poll(&ready, 1, Self.interval) > 0 else { return }
    var news = [UInt8](repeating: 0, count: 4_096)
    while Glibc.read(notifier, &news, news.count) > 0 {}
  }

  private func readOn(_ lines: inout [LoggedLine]) throws(FileError) {
    guard file != nil else { return }
    var status = stat()
    if let raw = file?.raw, fstat(raw, &status) == 0, Int64(status.st_size) < offset {
      // The writer took back a line that did not get all of its room.
      offset = Int64(status.st_size)
      lseek(raw, off_t(offset), SEEK_SET)
      cutter.discard()
    }
    while let bytes = try file?.read(upTo: FileDescriptor.chunk), !bytes.isEmpty {
      offset += Int64(bytes.count)
      cutter.add(bytes) { lines.append($0) }
    }
    lastTime = lines.last?.time ?? lastTime
  }

  /// The log that comes after the one that was read, also when that has been deleted meanwhile.
  private func successor() throws(FileError) -> LogFileInfo? {
    let logs = try files.all()
    done.formIntersection(logs.map(Mark.init))
    let current = logs.first { $0.identity == identity }
    if let current {
      done.insert(Mark(current))
    }
    let start = current?.start ?? lastTime
    // The live one comes last, even where the clock was set back.
    return logs.first { log in
      !done.contains(Mark(log)) && (log.isLive || start.map { log.start >= $0 } ?? true)
    }
  }

  private func begin(_ path: String, at start: Int64 = 0) throws(FileError) {
    guard let next = try FileDescriptor.regular(path) else { return }
    var status = stat()
    guard fstat(next.raw, &status) == 0 else { throw FileError(.open, path) }
    identity = FileIdentity(status)
    offset = start
    lseek(next.raw, off_t(start), SEEK_SET)
    cutter.discard()
    file = consume next
  }

  private func watch() {
    guard notifier >= 0, !isWatching else { return }
    let events = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM
    isWatching = inotify_add_watch(notifier, files.directory, UInt32(events)) >= 0
  }
}
