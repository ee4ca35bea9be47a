import ChatCore
import ChatSystem
import Glibc

/// The live log, as the one process that writes it has it: appends whole lines, one write(2) for as many as there are,
/// and finishes it when it is large enough.
///
/// What write(2) has returned from outlives this process however that ends; nothing is buffered here. Whoever owns it
/// calls it from one queue.
final class LogFile {
  /// A change that whoever runs the server should know of.
  enum News: Hashable {
    /// From here on lines are lost; the errno says why.
    case losing(Int32)
    /// They are written again; so many were lost.
    case writing(lost: Int)
  }

  private let files: LogFiles
  private var settings: LogSettings
  private var descriptor: Int32 = -1
  private var identity: FileIdentity?
  private var size: Int64 = 0
  /// While the log can't be renamed: the size from which on to try again.
  private var refusedUntil: Int64 = 0
  private var lost = 0
  private var lostSince: WallTime?
  private var isTold = false
  /// All that were lost since the operator was told, also those that the log tells of already.
  private var lostSinceTold = 0

  /// Begins a live log. One that a crash left behind gets its name first, after the time of its last line.
  init(files: LogFiles, settings: LogSettings) {
    self.files = files
    self.settings = settings
    if let left = LogFileInfo(name: LogFiles.liveName, in: files.directory), left.size > 0 {
      rename(files.livePath, pathForOneLeftBehind(left))
      prune()
    }
    _ = open()
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
    }
  }

  /// Takes other settings; of the finished logs as many stay as they say.
  func change(_ settings: LogSettings) {
    self.settings = settings
    prune()
  }

  /// True when lines were lost that the log does not tell of yet.
  var isBehind: Bool {
    lost > 0
  }

  /// Appends `lines`, each with its line feed, at `now`; first of all, that lines were lost, if some were. With no lines
  /// it only tries to tell that.
  ///
  /// - Returns: what to tell the operator; nil when nothing has changed.
  func append(_ lines: [String], at now: WallTime) -> News? {
    var failure: Int32?
    var rest = lines[...]
    while failure == nil, !rest.isEmpty || lost > 0 {
      failure = prepare(adding: rest.first, at: now)
      guard failure == nil else { break }
      let notice = lost > 0 ? lostLine(at: now) : nil
      let count = fitting(rest, after: notice)
      failure = write(notice, rest.prefix(count), left: &rest)
    }
    if !rest.isEmpty {
      lose(rest.count, at: now)
    }
    if let failure, !isTold {
      isTold = true
      return .losing(failure)
    }
    if failure == nil, isTold {
      isTold = false
      defer { lostSinceTold = 0 }
      return .writing(lost: lostSinceTold)
    }
    return nil
  }

  /// Counts lines that were lost before they came here.
  func lose(_ count: Int, at now: WallTime) {
    guard count > 0 else { return }
    lost += count
    lostSinceTold += count
    lostSince = lostSince ?? now
  }

  /// Gives the log the name of the time it ended at, as the original does; one without a line goes.
  ///
  /// - Returns: its path; nil when there is none, or when it could not be renamed.
  func finish(at now: WallTime) -> String? {
    guard descriptor >= 0 else { return nil }
    fsync(descriptor)
    var status = stat()
    let isEmpty = fstat(descriptor, &status) == 0 && status.st_size == 0
    close(descriptor)
    descriptor = -1
    guard !isEmpty else {
      unlink(files.livePath)
      return nil
    }
    let path = files.finishedPath(for: now)
    guard rename(files.livePath, path) == 0 else { return nil }
    prune()
    return path
  }

  /// The time of the last change comes from a clock that is some milliseconds late: after a log that began in the same
  /// millisecond it must not get an earlier name, by which alone the two can be told apart.
  private func pathForOneLeftBehind(_ log: LogFileInfo) -> String {
    let before = (try? files.all())?.last { !$0.isLive && $0.start == log.start }
    let path = files.finishedPath(for: log.end)
    return before.map { path < $0.path ? files.path(after: $0) : path } ?? path
  }

  /// Opens the log if it is not open or somebody took it away, and begins a new one if `line` would be too much.
  ///
  /// - Returns: the errno of what failed.
  private func prepare(adding line: String?, at now: WallTime) -> Int32? {
    var status = stat()
    if descriptor >= 0, stat(files.livePath, &status) == 0, FileIdentity(status) == identity {
      size = Int64(status.st_size)
    } else if let failure = open() {
      return failure
    }
    guard settings.isFinished(size: size, adding: Int64(line?.utf8.count ?? 0)), size >= refusedUntil else {
      return nil
    }
    guard rename(files.livePath, files.finishedPath(for: now)) == 0 else {
      refusedUntil = size + settings.maxSize
      return nil
    }
    refusedUntil = 0
    prune()
    return open()
  }

  private func open() -> Int32? {
    if descriptor >= 0 {
      close(descriptor)
    }
    descriptor = Glibc.open(files.livePath, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { return errno }
    identity = FileIdentity(status)
    size = Int64(status.st_size)
    return nil
  }

  /// How many of `lines` go into this log: at least one, or its size would never change.
  private func fitting(_ lines: ArraySlice<String>, after notice: String?) -> Int {
    var total = size + Int64(notice?.utf8.count ?? 0)
    var count = 0
    for line in lines {
      total += Int64(line.utf8.count)
      if count > 0, !settings.allows(total) { break }
      count += 1
    }
    return count
  }

  /// Writes in one call, and takes what was written whole out of `left`. A line that did not get all of its room is
  /// taken back.
  private func write(_ notice: String?, _ lines: ArraySlice<String>, left: inout ArraySlice<String>) -> Int32? {
    let bytes = Array((notice ?? "").utf8) + lines.flatMap(\.utf8)
    var written = 0
    var failure: Int32?
    while written < bytes.count, failure == nil {
      switch SystemCall.run({ bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } })
      {
      case .value(let count): written += count
      case .failure(let code): failure = code
      }
    }
    let whole = bytes[..<written].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if whole < written {
      ftruncate(descriptor, off_t(size) + off_t(whole))
    }
    size += Int64(whole)
    var count = bytes[..<whole].count { $0 == UInt8(ascii: "\n") }
    if notice != nil, count > 0 {
      count -= 1
      lost = 0
      lostSince = nil
    }
    left = left.dropFirst(count)
    return failure
  }

  private func lostLine(at now: WallTime) -> String {
    let since = LocalTime(lostSince ?? now).iso8601
    return LogLine(.linesLost, [("count", .count(lost)), ("since", .text(since))], at: now).finished
  }

  /// Deletes the oldest finished logs, as far as there are more than shall be kept.
  private func prune() {
    guard settings.keep > 0, let finished = try? files.all().filter({ !$0.isLive }) else { return }
    for log in finished.dropLast(settings.keep) {
      unlink(log.path)
    }
  }
}

/// How much of the server log is kept.
public struct LogSettings: Hashable, Sendable {
  /// A log that would grow beyond so many bytes is finished, and a new one begun; 0 never does that.
  public var maxSize: Int64
  /// So many finished logs are kept, the newest ones; 0 keeps all.
  public var keep: Int

  /// The part of `settings` that concerns the log.
  public init(_ settings: Settings = Settings()) {
    maxSize = Int64(settings[.logMaxSize])
    keep = Int(settings[.logKeep])
  }

  /// True when a log of `size` bytes is to be finished before `adding` more. An empty one never is: a line may be
  /// longer than any limit.
  func isFinished(size: Int64, adding: Int64) -> Bool {
    size > 0 && !allows(size + adding)
  }

  /// True when a log may have `size` bytes.
  func allows(_ size: Int64) -> Bool {
    maxSize == 0 || size <= maxSize
  }
}
