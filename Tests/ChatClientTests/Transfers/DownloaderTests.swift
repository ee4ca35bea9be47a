import ChatCore
import ChatNet
import ChatTestSupport
import ChatWire
import Glibc
import Testing

@testable import ChatClient

@Suite struct DownloaderTests {
  let id = TransferID(rawValue: 1)

  private func download(
    _ bytes: [UInt8], size: Int64? = nil, digest: [UInt8]? = nil, name: String = "test_file.txt",
    into directory: TemporaryDirectory, _ recorder: TransferRecorder
  ) throws -> Downloader {
    let file = IncomingFile(
      transfer: id, file: FileID(rawValue: 2), name: try FileName(name), size: size ?? Int64(bytes.count),
      digest: digest ?? SHA256Hasher.hash(bytes))
    let downloader = Downloader(
      file, directory: directory.path, umask: 0o027, send: { recorder.send($0) }, tell: { recorder.tell($0) })
    var rest = bytes[...]
    while !rest.isEmpty {
      downloader.take(Array(rest.prefix(32_768)))
      rest = rest.dropFirst(32_768)
    }
    downloader.finish()
    return downloader
  }

  @Test func aFileIsSavedUnderItsName() throws {
    let directory = try TemporaryDirectory()
    let recorder = TransferRecorder()
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
    let downloader = try download(bytes, into: directory, recorder)
    guard case .downloadSaved(let path)? = recorder.end() else { throw Failure.notSaved(recorder.news) }
    #expect(path.hasPrefix("/"))
    #expect(path.hasSuffix("/test_file.txt"))
    #expect(try directory.bytes(of: "test_file.txt") == bytes)
    #expect(try directory.names() == ["test_file.txt"])
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o640)
    #expect(downloader.bytesDone == 1_000_000)
    let credit = recorder.frames.reduce(into: Int64(0)) { sum, frame in
      if case .credit(id, let bytes) = frame { sum += bytes }
    }
    #expect((800_000...1_000_000).contains(credit))
  }

  @Test func nothingIsOverwritten() throws {
    let directory = try TemporaryDirectory()
    try directory.write("mine", to: "test_file.txt")
    symlink("nowhere", directory.path(of: "test_file (1).txt"))
    let recorder = TransferRecorder()
    _ = try download([1, 2, 3], into: directory, recorder)
    guard case .downloadSaved(let path)? = recorder.end() else { throw Failure.notSaved(recorder.news) }
    #expect(path.hasSuffix("/test_file (2).txt"))
    #expect(try directory.text(of: "test_file.txt") == "mine")
    #expect(try directory.bytes(of: "test_file (2).txt") == [1, 2, 3])
    #expect(try directory.names() == ["test_file (1).txt", "test_file (2).txt", "test_file.txt"])
  }

  @Test func anEmptyFile() throws {
    let directory = try TemporaryDirectory()
    let recorder = TransferRecorder()
    _ = try download([], name: "leer 😀", into: directory, recorder)
    _ = recorder.end()
    #expect(try directory.names() == ["leer 😀"])
  }

  @Test func damagedBytesAreNotKept() throws {
    let directory = try TemporaryDirectory()
    let recorder = TransferRecorder()
    _ = try download([1, 2, 3], digest: SHA256Hasher.hash([1, 2, 4]), into: directory, recorder)
    #expect(recorder.end() == .broke(.damaged(name: "test_file.txt")))
    #expect(try directory.names().isEmpty)
  }

  @Test(arguments: [2, 4])
  func anotherLengthIsNotKept(size: Int64) throws {
    let directory = try TemporaryDirectory()
    let recorder = TransferRecorder()
    _ = try download([1, 2, 3], size: size, into: directory, recorder)
    #expect(recorder.end() == .broke(.wrongLength(name: "test_file.txt")))
    #expect(recorder.news.count == 1)
    #expect(try directory.names().isEmpty)
  }

  @Test func aDirectoryThatTakesNothing() throws {
    let recorder = TransferRecorder()
    let file = IncomingFile(
      transfer: id, file: FileID(rawValue: 2), name: try FileName("a"), size: 1, digest: SHA256Hasher.hash([1]))
    let downloader = Downloader(
      file, directory: "/dev/null/nowhere", umask: 0, send: { recorder.send($0) }, tell: { recorder.tell($0) })
    downloader.take([1])
    downloader.finish()
    #expect(recorder.end() == .broke(.system(operation: .writing, path: "a", code: ENOTDIR)))
  }

  @Test func itGoesOnWhereItStopped() throws {
    let directory = try TemporaryDirectory()
    let recorder = TransferRecorder()
    let bytes = (0..<400_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
    let file = IncomingFile(
      transfer: id, file: FileID(rawValue: 2), name: try FileName("a"), size: 400_000,
      digest: SHA256Hasher.hash(bytes))
    let downloader = Downloader(
      file, directory: directory.path, umask: 0, send: { recorder.send($0) }, tell: { recorder.tell($0) })
    for start in stride(from: 0, to: 200_000, by: 20_000) { downloader.take(Array(bytes[start..<start + 20_000])) }
    #expect(downloader.pause() == 200_000)
    #expect(try directory.names().count == 1)
    let credits = recorder.frames.count
    downloader.goOn(as: TransferID(rawValue: 9))
    for start in stride(from: 200_000, to: 400_000, by: 20_000) {
      downloader.take(Array(bytes[start..<start + 20_000]))
    }
    downloader.finish()
    guard case .downloadSaved? = recorder.end() else { throw Failure.notSaved(recorder.news) }
    #expect(try directory.bytes(of: "a") == bytes)
    for frame in recorder.frames.dropFirst(credits) {
      guard case .credit(TransferID(rawValue: 9), _) = frame else {
        Issue.record("\(frame)")
        continue
      }
    }
  }

  @Test func cancelLeavesNothing() throws {
    let directory = try TemporaryDirectory()
    let recorder = TransferRecorder()
    let file = IncomingFile(
      transfer: id, file: FileID(rawValue: 2), name: try FileName("a"), size: 2, digest: SHA256Hasher.hash([1, 2]))
    let downloader = Downloader(
      file, directory: directory.path, umask: 0, send: { recorder.send($0) }, tell: { recorder.tell($0) })
    downloader.take([1])
    downloader.cancel()
    #expect(try directory.names().isEmpty)
    downloader.take([2])
    downloader.finish()
    downloader.cancel()
    #expect(recorder.news.isEmpty)
    #expect(try directory.names().isEmpty)
  }

  enum Failure: Error {
    case notSaved([TransferNews])
  }
}
