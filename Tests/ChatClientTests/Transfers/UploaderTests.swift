import ChatCore
import ChatNet
import ChatTestSupport
import ChatWire
import Glibc
import Testing

@testable import ChatClient

@Suite struct UploaderTests {
  let id = TransferID(rawValue: 1)

  private func upload(_ path: String, _ recorder: TransferRecorder) throws -> Uploader {
    Uploader(try LocalFile(path: path), send: { recorder.send($0) }, tell: { recorder.tell($0) })
  }

  @Test func aFileGoesOutWithinTheCredit() throws {
    let directory = try TemporaryDirectory()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try directory.write(bytes, to: "my notes.bin")
    let recorder = TransferRecorder()
    let uploader = try upload(directory.path(of: "my notes.bin"), recorder)
    #expect(uploader.file.name.text == "my notes.bin")
    #expect(uploader.file.size == 100_000)
    uploader.start(id, credit: 50_000)
    uploader.give(25_000)
    uploader.cancel()
    #expect(recorder.bytes == Array(bytes[..<75_000]))
    #expect(recorder.news.isEmpty)
  }

  @Test func theDigestComesAtTheEnd() throws {
    let directory = try TemporaryDirectory()
    let bytes = [UInt8](repeating: 7, count: 70_000)
    try directory.write(bytes, to: "a")
    let recorder = TransferRecorder()
    let uploader = try upload(directory.path(of: "a"), recorder)
    uploader.start(id, credit: 1 << 20)
    #expect(recorder.end() == .uploadSent(digest: SHA256Hasher.hash(bytes)))
    #expect(recorder.bytes == bytes)
    let isChunk = recorder.frames.dropLast().map { frame in
      if case .chunk(id, let bytes) = frame { bytes.count <= 32_768 } else { false }
    }
    #expect(isChunk == [true, true, true])
    #expect(recorder.frames.last == .endOfFile(id, digest: SHA256Hasher.hash(bytes)))
  }

  /// Credit answers what is written: what is still on its way, up to 1 MiB, does not count as done.
  @Test func whatTheServerHasCountsAsDone() throws {
    let directory = try TemporaryDirectory()
    try directory.writeZeros(300_000, to: "a")
    let recorder = TransferRecorder()
    let uploader = try upload(directory.path(of: "a"), recorder)
    uploader.start(id, credit: 200_000)
    uploader.give(60_000)
    uploader.pause()
    #expect(recorder.bytes.count == 260_000)
    #expect(uploader.bytesDone == 60_000)
    // The server had written more than it could tell: on from there, never back.
    let second = TransferID(rawValue: 9)
    uploader.start(second, from: 90_000, credit: 100_000)
    uploader.give(30_000)
    uploader.pause()
    #expect(uploader.bytesDone == 120_000)
    // A server that forgot it all begins at the beginning. More credit than there are bytes to send counts for none.
    uploader.start(id, credit: 300_000)
    uploader.give(1 << 30)
    #expect(recorder.end() == .uploadSent(digest: SHA256Hasher.hash([UInt8](repeating: 0, count: 300_000))))
    uploader.cancel()
    #expect(uploader.bytesDone == 300_000)
  }

  @Test func anEmptyFile() throws {
    let directory = try TemporaryDirectory()
    try directory.write("", to: "empty")
    let recorder = TransferRecorder()
    let uploader = try upload(directory.path(of: "empty"), recorder)
    uploader.start(id, credit: 0)
    #expect(recorder.end() == .uploadSent(digest: SHA256Hasher.hash([])))
    #expect(recorder.frames == [.endOfFile(id, digest: SHA256Hasher.hash([]))])
  }

  @Test func theFileShrinksMeanwhile() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "a")
    try directory.write([UInt8](repeating: 7, count: 70_000), to: "a")
    let recorder = TransferRecorder()
    let uploader = try upload(path, recorder)
    truncate(path, 10)
    uploader.start(id, credit: 1 << 20)
    #expect(recorder.end() == .broke(.changed(path: path)))
  }

  @Test func theFileChangesMeanwhile() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "a")
    try directory.write([UInt8](repeating: 7, count: 70_000), to: "a")
    let recorder = TransferRecorder()
    let uploader = try upload(path, recorder)
    uploader.start(id, credit: 32_768)
    uploader.pause()
    // Same length, another time: what has been sent may not be what is there now.
    var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
    try #require(utimensat(AT_FDCWD, path, &times, 0) == 0)
    uploader.start(id, from: 32_768, credit: 1 << 20)
    #expect(recorder.end() == .broke(.changed(path: path)))
  }

  /// The server may have less than was sent, and never more; the digest is that of the whole file all the same.
  @Test(arguments: [0, 1, 32_768, 50_000, 70_000] as [Int64])
  func itGoesOnFromWhereTheServerIs(offset: Int64) throws {
    let directory = try TemporaryDirectory()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try directory.write(bytes, to: "a")
    let recorder = TransferRecorder()
    let uploader = try upload(directory.path(of: "a"), recorder)
    uploader.start(id, credit: 70_000)
    uploader.pause()
    #expect(recorder.bytes.count == 70_000 && uploader.bytesDone == 0)
    uploader.give(30_000)
    let second = TransferID(rawValue: 9)
    uploader.start(second, from: offset, credit: 1 << 20)
    #expect(recorder.end() == .uploadSent(digest: SHA256Hasher.hash(bytes)))
    let rest = recorder.frames.flatMap { frame -> [UInt8] in
      if case .chunk(second, let bytes) = frame { bytes } else { [] }
    }
    #expect(rest == Array(bytes[Int(offset)...]))
    #expect(recorder.frames.last == .endOfFile(second, digest: SHA256Hasher.hash(bytes)))
  }

  @Test func itGoesOnAfterItsEndToo() throws {
    let directory = try TemporaryDirectory()
    try directory.write([1, 2, 3], to: "a")
    let recorder = TransferRecorder()
    let uploader = try upload(directory.path(of: "a"), recorder)
    uploader.start(id, credit: 100)
    _ = recorder.end()
    uploader.pause()
    let second = TransferID(rawValue: 9)
    uploader.start(second, from: 3, credit: 100)
    _ = recorder.end()
    let digest = SHA256Hasher.hash([1, 2, 3])
    #expect(
      recorder.frames == [.chunk(id, [1, 2, 3]), .endOfFile(id, digest: digest), .endOfFile(second, digest: digest)])
  }

  @Test func aServerThatHasMoreThanWasSentIsNotBelieved() throws {
    let directory = try TemporaryDirectory()
    try directory.write([1, 2, 3], to: "a")
    let recorder = TransferRecorder()
    let uploader = try upload(directory.path(of: "a"), recorder)
    uploader.start(id, from: 1, credit: 100)
    #expect(recorder.end() == .broke(.changed(path: directory.path(of: "a"))))
    #expect(recorder.frames.isEmpty)
  }

  @Test func whatIsNoFile() throws {
    let directory = try TemporaryDirectory()
    let missing = directory.path(of: "missing")
    #expect(throws: LocalFileError.missing(path: missing)) { try LocalFile(path: missing) }
    #expect(throws: LocalFileError.directory(path: directory.path)) { try LocalFile(path: directory.path) }
    #expect(throws: LocalFileError.notRegular(path: "/dev/null")) { try LocalFile(path: "/dev/null") }
    let fifo = directory.path(of: "fifo")
    mkfifo(fifo, 0o600)
    #expect(throws: LocalFileError.notRegular(path: fifo)) { try LocalFile(path: fifo) }
    #expect(throws: LocalFileError.system(operation: .reading, path: "/dev/null/x", code: ENOTDIR)) {
      try LocalFile(path: "/dev/null/x")
    }
  }
}
